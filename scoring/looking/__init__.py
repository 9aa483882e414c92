"""One customer as the models see it: its score and its open invoices."""
