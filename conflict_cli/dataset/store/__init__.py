"""Questions to a data set, answered by the engine."""
