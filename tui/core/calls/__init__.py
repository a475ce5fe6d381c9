"""Calls as data, the steps made of them, and where they go: below everything that makes calls."""
