"""A person's word in the place of an automatic answer."""
