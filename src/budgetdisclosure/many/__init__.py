"""Many files at once (批量): read or audited on every core, no file stopping the others."""

from budgetdisclosure.many.each import FilePath, Outcome, each
from budgetdisclosure.many.reads import audit_many, read_many

__all__ = ["FilePath", "Outcome", "audit_many", "each", "read_many"]
