"""The files that go with a message: stored invoices, and the account its statement is printed from."""
