"""What must hold: relations, rules, the audit and the proof (审核)."""

__all__: list[str] = []
