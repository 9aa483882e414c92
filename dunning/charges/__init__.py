"""Interest and indemnity of invoices, from what was open on each day."""
