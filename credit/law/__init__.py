"""What the law says of credit between companies: one file a rule, dated, with its article."""
