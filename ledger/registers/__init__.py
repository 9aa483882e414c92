"""Facts beside invoices and payments: every version kept, with two dates and an author."""
