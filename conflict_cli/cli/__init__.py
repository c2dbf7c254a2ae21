"""The command line: it turns options into a query, the query into a report, and that into text and an exit code."""
