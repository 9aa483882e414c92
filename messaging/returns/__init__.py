"""Mail that came back: read, checked against what was sent, and kept as facts."""
