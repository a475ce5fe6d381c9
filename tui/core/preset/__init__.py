"""Presets: the format, its placeholders and answers, rendering, lint."""
