"""The catalog: entries, search, filters, and the facts of a card."""
