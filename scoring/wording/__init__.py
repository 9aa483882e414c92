"""What is said to a finance reader, in English and in French."""
