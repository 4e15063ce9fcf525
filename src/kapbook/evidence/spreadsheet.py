"""What a spreadsheet or a script did to a table, in one sentence with its remedy."""

from __future__ import annotations

import codecs
import csv
import re

SAVE_AGAIN = "save it again as CSV: UTF-8, commas between the cells, or restore it from git"
NOTHING = re.compile(r"(?:nan|na|n/a|none|null|nil|inf|-|–|\?|\.)", re.I)
HINTS = (
    (re.compile(r"=.*"), "a formula: write its value"),
    (re.compile(r"#[A-Z0-9/]+[!?]?"), "the error of a formula: write the number that the source prints"),
    (NOTHING, "leave the cell empty where the source gives nothing"),
    (re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"), "leave out the comma between thousands"),
    (re.compile(r"[+-]?\d+,\d+"), "write a point for decimals"),
    (re.compile(r"[+-]?\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+"), "leave out the blanks between thousands"),
    (re.compile(r"[+-]?\d+\.0+"), "a spreadsheet or script added the decimals: write the whole number"),
    (re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+"), "write the number out, without a power of ten"),
    (re.compile(r"[\u2212–—]\d.*"), "type a plain hyphen for minus"),
    (
        re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2}[- ][A-Za-z]{3,9}\.?|[A-Za-z]{3,9}[- ]\d{1,4}"),
        "a date that a spreadsheet made of a number or range: restore what the source prints",
    ),
    (re.compile(r"[<>≤≥~≈]\s*\d.*"), "write digits alone, and the sign in the note"),
    (re.compile(r"[+-]?\d+(?:\.\d+)?\s*[*†‡§¶#]+"), "leave out the mark of a footnote"),
    (re.compile(r"[+-]?\d+(?:\.\d+)?\s*(?:%|[A-Za-zµ/]+.*)"), "write digits alone: the unit has a column of its own"),
)


def hint(text: str) -> str:
    """What to do with a cell that should be a number and is none; empty when it cannot be told."""
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        return "type plain digits (0 to 9)"
    if text != text.strip() or re.search("[\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]", text):
        return "remove blanks and hidden signs: type the number again"
    return next((words for pattern, words in HINTS if pattern.fullmatch(text)), "")


def file_fault(raw: bytes, expected: list[str]) -> tuple[int, str] | None:
    """Line and sentence of what was done to the whole file, or None when its first line is as it should be."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return 1, f"saved as UTF-16 ('Unicode text' of a spreadsheet); {SAVE_AGAIN}"
    if raw.startswith(codecs.BOM_UTF8):
        return 1, f"a spreadsheet put a byte-order mark before the first name; {SAVE_AGAIN}"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return line, f"not UTF-8 text (byte {raw[error.start]:#04x}); {SAVE_AGAIN}"
    if b"\x00" in raw:
        return raw.count(b"\n", 0, raw.index(b"\x00")) + 1, "holds a zero byte; restore it from git"
    first = next(iter(text.splitlines()), "")
    if not first.strip():
        return 1, "the file is empty or begins with an empty line; restore it from git"
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if first.count(sign) >= len(expected) - 1 > first.count(","):
            return 1, f"a spreadsheet separated the cells by {name}; {SAVE_AGAIN}"
    header = next(csv.reader([first]), [])
    return None if header == expected else (1, header_fault(header, expected))


def header_fault(header: list[str], expected: list[str]) -> str:
    """What is wrong with the names of the columns."""
    if header[: len(expected)] == expected and not any(header[len(expected) :]):
        return f"{len(header) - len(expected)} empty column(s) stand at the end; delete them"
    if [name.strip() for name in header] == expected:
        return "blanks stand round the names of the columns; remove them"
    if header and header[0].strip() == "" and header[1:] == expected:
        return "a script wrote row numbers into a first column; delete that column"
    if sorted(header) == sorted(expected):
        moved = next(name for name, wanted in zip(header, expected, strict=True) if name != wanted)
        return f"the columns stand in another order, from '{moved}' on; put them in the order of datapackage.json"
    missing = [name for name in expected if name not in header]
    strange = [name for name in header if name not in expected]
    told = [f"no column '{name}'" for name in missing[:3]] + [f"'{name}' is unknown" for name in strange[:3]]
    told += [f"'{name}' stands twice" for name in dict.fromkeys(header) if header.count(name) > 1]
    return f"the first line is wrong: {', '.join(told)}; write the names of datapackage.json in their order"
