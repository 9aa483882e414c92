"""Days by which something must be done at the end of the road, or a right is lost."""
