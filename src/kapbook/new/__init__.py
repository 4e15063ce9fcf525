"""Beginnings of what people add: rows, pages, notebooks and whole books; what nobody knows yet stays empty."""
