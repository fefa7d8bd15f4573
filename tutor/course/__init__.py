"""The course: lessons as values, read from Markdown, checked, and graded."""
