"""Intake: convert a file of events to its normal form in Parquet, once."""
