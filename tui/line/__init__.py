"""The front end of lines: for plain terminals, screen readers and logs. Imports no Textual."""
