"""When invoices come by themselves, and how much sooner with a contact."""
