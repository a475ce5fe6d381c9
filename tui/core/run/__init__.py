"""Runs: deploying, retrying, journals, resuming and undoing."""
