"""Erasing a person: withdrawn at once, blanked when the cancellations have left, invoices kept apart."""
