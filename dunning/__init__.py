"""From overdue to a contact: today's queue."""
