"""One module a page: it asks a use case, and hands what it says to a template."""
