"""Pages of a small company that was scored, with limits and alerts."""
