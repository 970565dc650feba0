"""The screens, per audience."""
