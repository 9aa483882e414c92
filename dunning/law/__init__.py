"""What the law lets a creditor add to late invoices: dated rates, interest day by day, the indemnity."""
