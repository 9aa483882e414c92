"""What alerts read of the ledger, for all customers or for those that changed."""
