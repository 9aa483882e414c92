"""Which customer of the accounts is which of the master: proposed by their names, confirmed by people."""
