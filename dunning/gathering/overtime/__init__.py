"""What many evenings share."""
