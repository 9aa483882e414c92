"""Interest and indemnities that were claimed: what of them is paid, waived or open, beside the invoices."""
