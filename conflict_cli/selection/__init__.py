"""Which incidents answer a query, and which events lie near one."""
