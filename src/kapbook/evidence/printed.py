"""How a cell of an evidence row is printed in prose: the accepted spellings of each number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kapbook.evidence.tables import EvidenceError, Row

SUFFIX = {
    "percent": "%",
    "percent_pk": "%",
    "percent change": "%",
    "percentage points": " percentage points",
    "ratio": "",
    "none": "",
    "count": "",
    "r": "",
    "year": "",
    "date": "",
    "standard deviations": " standard deviations",
}
FIELDS = "value, size, rounded, ci, range, low, high, n, events, of, p, year, k, i2, sd"


def spellings(row: Row, field: str) -> list[str]:
    """Texts that may stand for one field of a row; the first is the plainest.

    Parameters
    ----------
    row : evidence row
    field : ``value`` as printed; ``size`` without its sign; ``rounded`` to a whole number;
        ``ci`` and ``range`` as 'a to b'; ``low``, ``high``, ``n``, ``events``, ``year``, ``k``,
        ``i2``, ``sd``; ``of`` as 'events of n'; ``p``.

    Raises
    ------
    EvidenceError : the field is unknown or empty in this row.
    """
    unit = row.get("unit")
    if field == "value" and "statement" in row.cells:
        return [row["statement"]]
    if field in ("value", "low", "high", "sd", "ci_low", "ci_high"):
        return _with_unit(_cell(row, field), unit)
    if field == "size":
        return _with_unit(_cell(row, "value").lstrip("-"), unit)
    if field == "rounded":
        whole = str(Decimal(_cell(row, "value").lstrip("-")).quantize(Decimal(1), ROUND_HALF_UP))
        return [*_with_unit(whole, unit), f"{whole} in 100", f"{whole} of 100"]
    if field in ("ci", "range"):
        low, high = ("ci_low", "ci_high") if field == "ci" else ("low", "high")
        return _interval(_cell(row, low), _cell(row, high), unit)
    if field in ("n", "events", "k", "year"):
        return _grouped(_cell(row, field))
    if field == "i2":
        return _with_unit(_cell(row, "i2"), "percent")
    if field == "of":
        return [f"{e} of {n}" for e in _grouped(_cell(row, "events")) for n in _grouped(_cell(row, "n"))]
    if field == "p":
        return _p_value(_cell(row, "p_value"))
    raise EvidenceError(f"'{field}' is not a field that can be printed; use one of: {FIELDS}")


def normalised(text: str) -> str:
    """Text with typographic minus, dashes and spaces made plain, for comparison."""
    plain = " ".join(text.replace("\u2212", "-").replace("\u2013", "-").split())
    return plain.replace(" %", "%")


def agrees(text: str, row: Row, field: str) -> bool:
    """Whether `text` is an accepted spelling of the row's field or, of a finding in words, a part of its words."""
    if "statement" in row.cells and field == "value":
        return bool(text.strip()) and normalised(text).casefold() in normalised(row["statement"]).casefold()
    return normalised(text) in spellings(row, field)


def _cell(row: Row, column: str) -> str:
    text = row.get(column)
    if not text:
        raise EvidenceError(f"{row.place}: '{row.id}' has no {column}; bind another field or fill the cell")
    return text


def _grouped(text: str) -> list[str]:
    """Digits as they stand, and with commas between thousands."""
    whole, dot, rest = text.partition(".")
    digits = whole.lstrip("-")
    if len(digits) > 3 and digits.isdigit():
        sign = "-" if whole.startswith("-") else ""
        return [text, f"{sign}{int(digits):,}{dot}{rest}"]
    return [text]


def _with_unit(text: str, unit: str) -> list[str]:
    suffix = SUFFIX.get(unit, f" {unit}")
    forms = []
    for number in _grouped(text):
        forms += [number, f"{number}{suffix}"]
        if suffix.endswith("s") and number in ("1", "1.0"):
            forms.append(f"{number}{suffix[:-1]}")
        if unit in ("million USD", "billion USD", "USD"):
            forms += [f"${number}", f"${number} {unit.removesuffix('USD').strip()}".strip()]
    return list(dict.fromkeys(forms))


def _interval(low: str, high: str, unit: str) -> list[str]:
    suffix = SUFFIX.get(unit, f" {unit}")
    forms = []
    for a in _grouped(low):
        for b in _grouped(high):
            forms += [f"{a} to {b}", f"{a} to {b}{suffix}"]
            if suffix == "%":
                forms.append(f"{a}% to {b}%")
    return list(dict.fromkeys(forms))


def _p_value(text: str) -> list[str]:
    if text[0] in "<>":
        return [text, f"p {text[0]} {text[1:]}", f"{text[0]} {text[1:]}"]
    return [text, f"p = {text}", f"p {text}"]
