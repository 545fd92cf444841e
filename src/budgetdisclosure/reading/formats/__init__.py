"""One adapter a format (格式适配): from a file's bytes to a document, knowing nothing of budgets."""
