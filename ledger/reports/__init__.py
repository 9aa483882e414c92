"""Reading the ledger back: aged balance, days of sales, causes of lateness, and what waits for a person."""
