"""Whether what exists is what a preset wants."""
