"""The accounts of an invented company: its books, its bank, and what its customers write on payments."""
