"""What must hold: relations, rules, the audit and the proof (审核)."""
