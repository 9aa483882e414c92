"""What holds of customers on the day, read anew by every run."""
