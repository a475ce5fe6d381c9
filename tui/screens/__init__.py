"""One file = one screen = one thing the person does."""
