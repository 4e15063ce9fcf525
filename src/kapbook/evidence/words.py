"""Words of the subject, ``evidence/words.json``: what the package itself does not name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kapbook.evidence.tables import EvidenceError

WORDS = "evidence/words.json"


def read_words(root: Path) -> dict[str, Any]:
    """The words of the book in the folder `root`; none when it has no such file.

    Raises
    ------
    EvidenceError : the file cannot be read.
    """
    try:
        return json.loads((root / WORDS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise EvidenceError(f"{WORDS}: not readable as JSON ({error}); correct the file") from None
