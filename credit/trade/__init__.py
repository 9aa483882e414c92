"""What customers owe and buy."""
