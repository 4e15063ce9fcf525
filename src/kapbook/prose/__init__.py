"""The text of the book: Markdown pages and notebook cells, and how hard they are to read."""
