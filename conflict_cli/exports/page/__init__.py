"""What stands on a page, as values."""
