"""May this person enter: rules as data, a pure evaluator, stored decisions."""
