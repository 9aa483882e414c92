"""Whether a prospect may buy on account: how much, on what terms, by which rule."""
