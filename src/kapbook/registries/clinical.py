"""ClinicalTrials.gov, API version 2: status, primary outcome as registered now, and whether results are posted."""

from __future__ import annotations

from typing import Any

from kapbook.registries.client import Answer, Client, Unreachable
from kapbook.registries.found import Found, dicts, text, texts

BASE = "https://clinicaltrials.gov/api/v2"


async def trial(client: Client, nct: str, base: str = BASE) -> tuple[Found, Answer]:
    """What the registry has under a number (Missing, Unreachable)."""
    plain, answer = await client.json(f"{base}/studies/{nct}", format="json")
    if not isinstance(plain, dict) or not isinstance(plain.get("protocolSection"), dict):
        raise Unreachable("the answer is not in the format of ClinicalTrials.gov")
    return parse(plain), answer


def parse(study: dict[str, Any]) -> Found:
    """The fields of one registration."""
    protocol = study["protocolSection"]
    names, status = _module(protocol, "identificationModule"), _module(protocol, "statusModule")
    outcomes = [_outcome(row) for row in dicts(_module(protocol, "outcomesModule").get("primaryOutcomes"))]
    sponsor = _module(_module(protocol, "sponsorCollaboratorsModule"), "leadSponsor")
    design = _module(_module(protocol, "designModule"), "enrollmentInfo")
    more = {
        "sponsor": text(sponsor.get("name")),
        "status": text(status.get("overallStatus")).replace("_", " ").lower(),
        "primary": [outcome for outcome in outcomes if outcome],
        "results": "posted" if study.get("hasResults") is True else "not posted",
        "enrolment": f"{text(design.get('count'))} {text(design.get('type')).lower()}".strip(),
        "first_submitted": text(status.get("studyFirstSubmitDate")),
        "last_updated": text(_module(status, "lastUpdatePostDateStruct").get("date")),
        "ends": text(_module(status, "completionDateStruct").get("date")),
    }
    return Found(
        titles=texts([names.get("briefTitle"), names.get("officialTitle"), names.get("acronym")]),
        type="registration",
        more={name: value for name, value in more.items() if value},
    )


def _module(section: Any, name: str) -> dict[str, Any]:
    value = section.get(name) if isinstance(section, dict) else None
    return value if isinstance(value, dict) else {}


def _outcome(row: dict[str, Any]) -> str:
    return "; ".join(filter(None, (text(row.get("measure")), text(row.get("timeFrame")))))
