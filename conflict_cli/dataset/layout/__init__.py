"""What each column of a file of events means."""
