"""What is public about a company: its yearly statements and what the official gazette announced of it."""
