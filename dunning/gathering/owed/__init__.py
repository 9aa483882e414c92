"""What customers owe, invoice by invoice, and hold against it."""
