"""Parts that screens are made of: attributes down, messages up, no I/O."""
