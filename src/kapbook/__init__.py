"""An evidence-checked book: tables, statistics, charts, checks, pages; the subject of the book is data."""
