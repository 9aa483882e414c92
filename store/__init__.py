"""Database plumbing, no word of the trade."""
