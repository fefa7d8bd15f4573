"""Data of one's own: a table out of a file, and the settings that suit it, each with its reason."""
