"""The ledger: a hand-curated YAML file of incidents, read, checked and written."""
