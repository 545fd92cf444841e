"""The rules themselves, a file a topic: every file here is loaded by the catalogue (规则)."""
