"""What the verifier is told: whom to name as contact, how old a record may be, what is watched."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FILE = "evidence/verifier.json"
CONTACT = "KAPBOOK_CONTACT"


class SettingsError(ValueError):
    """The configuration cannot be read or lacks something; the message says what to write."""


@dataclass(frozen=True)
class Settings:
    """The configuration in evidence/verifier.json; a missing file means the values below.

    Attributes
    ----------
    contact : mail address or page that registries may write to; KAPBOOK_CONTACT in the environment goes first
    records_required_from : day from which every work with an identifier needs a record; empty for never
    oldest_record_days : a record is compared anew when it is older
    oldest_standing_days : a look for notices is repeated when it is older, once the book is released
    released_on : day of the last release; empty before the first
    again_after_days : what was answered within so many days is not asked again
    per_second : requests a second for each host; a registry's own headers lower it
    at_once : requests at a time for each host; a registry's own headers lower it
    watched : works whose citing reviews are told, each with name, title and, where known, doi
    accepted : differences that a person signed: key, field, theirs, reason, who, on
    """

    contact: str = ""
    records_required_from: str = ""
    oldest_record_days: int = 365
    oldest_standing_days: int = 30
    released_on: str = ""
    again_after_days: int = 6
    per_second: float = 3.0
    at_once: int = 3
    watched: list[dict[str, str]] = field(default_factory=list)
    accepted: list[dict[str, str]] = field(default_factory=list)

    @property
    def agent(self) -> str:
        """Name under which the verifier asks (SettingsError when there is no contact)."""
        if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+|https://[^\s]+", self.contact):
            raise SettingsError(
                f"the registries ask for a contact; set {CONTACT} to a mail address or an https page, "
                f"or write it as 'contact' into {FILE}"
            )
        return (
            f"kapbook-verify/1 (mailto:{self.contact})" if "@" in self.contact else f"kapbook-verify/1 ({self.contact})"
        )


def read_settings(root: Path) -> Settings:
    """The configuration of a checkout.

    Raises
    ------
    SettingsError : the file is no JSON object, or names something unknown.
    """
    path = root / FILE
    try:
        plain: Any = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise SettingsError(f"{FILE}: not readable as JSON ({error}); correct the file") from None
    known = {f.name: f.type for f in fields(Settings)}
    unknown = sorted(set(plain) - set(known)) if isinstance(plain, dict) else ["no object"]
    if unknown:
        raise SettingsError(f"{FILE}: '{unknown[0]}' is not known; use {', '.join(known)}")
    for name in ("records_required_from", "released_on"):
        if plain.get(name) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(plain[name])):
            raise SettingsError(f"{FILE}: {name} is '{plain[name]}'; write a day as 2026-01-31")
    contact = os.environ.get(CONTACT) or plain.get("contact", "")
    return Settings(**{**plain, "contact": contact})
