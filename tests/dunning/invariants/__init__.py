"""One test for each invariant, and one for each complaint of users of other systems."""
