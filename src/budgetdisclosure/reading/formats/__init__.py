"""One adapter a format (格式适配): from bytes to a document, knowing nothing of budgets."""
