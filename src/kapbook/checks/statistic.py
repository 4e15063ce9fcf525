"""What a statistic looks like: in digits, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

PEOPLE = (
    "people|patients|participants|adults|volunteers|veterans|users|respondents|women|men"
    "|cases|deaths|trials|studies|mice|rats"
)
NAMED = r"(?<!section )(?<!version )(?<!table )(?<!figure )(?<!chapter )(?<!Python )(?<! BY )(?<! v)"
"""A decimal after one of these words is the name of a place, a program or a licence."""

STATISTIC = re.compile(
    r"(?P<percentage>\d[\d,.]*\s?(?:%|\u2030|percent\b|per cent\b|pct\b))"
    r"|(?P<p>\b[pP](?:[- ]value)?\s*(?:[<>=\u2264\u2265]|of|was|is)\s*0?\.\d+)"
    r"|(?P<n>\b[nN]\s*=\s*\d+)"
    r"|(?P<dose>\d[\d,.]*\s?(?:mg|\u00b5g|\u03bcg|mcg|ng|mL|mm ?Hg|grams?|milligrams?)\b)"
    r"|(?P<number_needed>\b(?:NNTs?|NNHs?|number needed to (?:treat|harm))[\s:=]+(?:of |is |was )?\d[\d,.]*\d?)"
    r"|(?P<odds>(?<![\d:])\d+(?:\.\d+)?:1(?![\d:]))"
    r"|(?P<fold>\b\d[\d,.]*(?:[- ]?fold| times\b|\s?\u00d7(?!\s?\d)|x\b))"
    r"|(?P<ratio>\b\d[\d,]* (?:in|of|out of) (?:every )?\d[\d,]*\b)"
    rf"|(?P<count>\b(?!(?:19|20)\d\d )\d[\d,]* (?:[a-z-]+ )?(?:{PEOPLE})\b)"
    r"|(?P<pressure>\b(?:[6-9]\d|[12]\d\d)/(?:[3-9]\d|1[0-4]\d)\b(?!/))"
    r"|(?P<fraction>\b[1-9]/[2-9]\b(?= (?:of|had|were|in|showed|responded)\b)|[\u00bc-\u00be\u2150-\u215e])"
    r"|(?P<money>[$\u00a3\u20ac]\s?\d)"
    rf"|(?P<decimal>(?<![\w.,/:]){NAMED}(?:\d+(?:[.\u00b7]\d+|,\d{{1,2}})|\.\d+)(?![\w.,]*\d|\w))",
)

SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
PARTS = "half|halves|third|thirds|quarter|quarters|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
WHOSE = "the |those |these |all |its |our |their "
GROUP = rf"(?:{WHOSE})?(?:[a-z-]+ )?(?:{PEOPLE}|reviews|sample|group|subjects|cohort|them|those|who)\b"

IN_WORDS = re.compile(
    rf"(?P<share>\b(?:(?:an?|one|{SMALL}) )?(?:{PARTS}) of {GROUP}"
    rf"|\b(?:one|{SMALL})[- ](?:thirds?|quarters?|fourths|fifths?|sixths?|eighths?|tenths?)\b)"
    rf"|(?P<ratio>\b(?:one|{SMALL}) (?:in|out of) (?:every )?(?:{SMALL}|an? hundred|one hundred|a thousand)\b)"
    rf"|(?P<percentage>\b(?:(?:one|{SMALL})[- ])?(?:one|{SMALL}|hundred) (?:%|per ?cent)\b)"
    r"|(?P<fold>\b(?:doubl|tripl|trebl|quadrupl)(?:ed|es|ing)\b|\bhalv(?:ed|ing)\b"
    r"|\b(?:twice|thrice|(?:two|three|four|five|six|ten) times) as\b|\b(?:two|three|four|five|six|ten)[- ]?fold\b"
    r"|\b(?:twice|double|triple|half) the (?:risk|rate|odds|number|chance|dose|share|effect|gain)\b)",
    re.I,
)


POINTS = re.compile(
    rf"\bby (?:about |some |nearly |almost )?(?:one|{SMALL})(?: and a half)? (?:percentage )?points?\b", re.I
)
A_DIGIT = re.compile(r"[\d\u00bc-\u00be\u2150-\u215e]")


def in_digits(text: str) -> Iterator[tuple[int, str, str]]:
    """Each statistic in digits: offset, kind, words."""
    if not A_DIGIT.search(text):
        return
    for match in STATISTIC.finditer(text):
        yield match.start(), str(match.lastgroup), " ".join(match[0].split())


def in_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Each statistic in words: offset, kind, words."""
    if "point" in text:
        yield from ((match.start(), "points", " ".join(match[0].split())) for match in POINTS.finditer(text))
    for match in IN_WORDS.finditer(text):
        yield match.start(), str(match.lastgroup), " ".join(match[0].split())
