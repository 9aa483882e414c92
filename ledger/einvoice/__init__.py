"""Electronic invoices: from a document to the invoice it is, and what it lacks."""
