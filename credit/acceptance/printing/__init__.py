"""An answer as one page of paper."""
