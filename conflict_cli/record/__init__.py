"""What a report's words mean, and the nouns of a record. Nothing here knows a file or a screen."""
