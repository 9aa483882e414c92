"""What came of talking to customers: outcomes, flagged contacts, and who looks after whom."""
