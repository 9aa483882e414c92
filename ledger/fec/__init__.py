"""From the entries of accounting files to invoices, payments and what settles what."""
