"""Hypothesis for the core: the same examples in every run, no time limit for one, no files left behind."""

from hypothesis import settings

settings.register_profile("core", max_examples=60, derandomize=True, deadline=None, database=None)
settings.load_profile("core")
