"""From a unit's ledger to the disclosure it makes (编制)."""
