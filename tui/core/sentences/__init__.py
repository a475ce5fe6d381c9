"""A policy's statements as sentences, and who can assume a role; deterministic, worded by tui.core.phrase."""

from tui.core.sentences.statement import Unfolded, sentence_of, unfolded

__all__ = ["Unfolded", "sentence_of", "unfolded"]
