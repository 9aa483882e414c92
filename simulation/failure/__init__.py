"""Companies that fail: how it shows beside the ledger, and how likely it truly was."""
