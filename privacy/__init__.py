"""What is held of a person: shown to them, erased when they ask, and dropped when its time is over."""
