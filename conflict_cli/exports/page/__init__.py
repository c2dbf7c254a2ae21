"""The contents of a page, as values."""
