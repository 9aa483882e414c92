"""From a notice to what a customer reads: e-mails, letters, formal notices and statements of account."""
