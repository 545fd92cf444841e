"""OpenDocument files (开放文档格式): what odt and ods have in common, and each its own."""
