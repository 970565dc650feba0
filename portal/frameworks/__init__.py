"""Findings, advice and actions of a study, with the aspects and roles that they speak of."""
