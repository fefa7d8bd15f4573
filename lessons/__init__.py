"""The course: Markdown files and no code. The tutor finds them as package data of `lessons`."""
