"""The command line: options become a query, the query a report, the report text and an exit code. Nothing else."""
