"""Random worlds, ledgers and files of events for the tests."""
