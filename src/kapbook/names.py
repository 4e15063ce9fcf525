"""Names under which the book and its parts are published."""

NAME = "ketamine-assisted-psychotherapy-checked"
EDITIONS = {f"{NAME}.epub": "EPUB, for e-readers", f"{NAME}.pdf": "PDF, for print"}
ZIP = f"{NAME}.zip"
FOLDER = "_downloads"
LITE = "lite"
