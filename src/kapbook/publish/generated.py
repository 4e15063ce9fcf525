"""Pages made from the code and the tables: the rules of the linter and the data dictionary."""

from __future__ import annotations

import json
from pathlib import Path

from kapbook.checks.run import rules
from kapbook.checks.site import SITE_RULES
from kapbook.evidence import PACKAGE
from kapbook.prose.documents import GENERATED, read_documents
from kapbook.prose.readability import in_short, reading_age
from kapbook.publish.rooms import architecture_page, imports

FAMILIES = {
    "C": "Citations",
    "E": "Evidence tables",
    "Q": "Questions, trials and uses",
    "N": "Numbers in prose",
    "P": "Pages",
    "L": "The claim ledger",
    "B": "Notebooks",
    "S": "The built site",
}
MARK = f"{GENERATED}; change the source, not the page.\n\n"


def generated_pages(root: Path) -> dict[str, str]:
    """Text of each generated page by its path in the checkout."""
    package = json.loads((root / PACKAGE).read_text(encoding="utf-8"))
    return {
        "chapters/reference/checks.md": rules_page(),
        "chapters/reference/data-dictionary.md": dictionary_page(package),
        "chapters/reference/readability.md": readability_page(root),
        "ARCHITECTURE.md": architecture_page(imports(root / "src/kapbook")),
    }


def readability_page(root: Path) -> str:
    """The reading age of each page's summary."""
    lines = [
        MARK + "# How hard the summaries are to read\n",
        'The reading age of each "In short" block, by the Automated Readability Index (letters, words, sentences).',
        "The book is not built when one of them asks for more than 14 years.",
        "Names of drugs and of authors count as words, so the true age is a little lower.\n",
        "| Page | Words | Reading age |",
        "|---|---|---|",
    ]
    for document in read_documents(root):
        text = in_short(document)
        if text:
            lines.append(f"| [](/{document.path}) | {len(text.split())} | {reading_age(text):.0f} |")
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """The page of all rules, from their docstrings."""
    lines = [
        MARK + "# What the linter checks\n",
        "The book is not built while one of these rules is broken.",
        "Each rule has a test with a fault that it must catch.\n",
    ]
    known = [*rules(), *(SITE_RULES[code] for code in sorted(SITE_RULES))]
    for family, title in FAMILIES.items():
        lines.append(f"## {family}: {title}\n")
        for rule in known:
            if rule.family == family:
                paragraphs = [" ".join(part.split()) for part in rule.explanation.split("\n\n")]
                lines.append(f"(rule-{rule.code.lower()})=\n**{rule.code} {rule.name}**")
                lines += [f": {paragraphs[0]}", *(f"\n  {text}" for text in paragraphs[1:]), ""]
    return "\n".join(lines) + "\n"


def dictionary_page(package: dict) -> str:
    """The data dictionary, from the descriptions of the tables."""
    lines = [
        MARK + "# Data dictionary\n",
        f"{package['description']}",
        f"Version {package['version']}, last searched {package['last_searched']}, "
        f"licence {package['licenses'][0]['name']}.\n",
    ]
    for resource in package["resources"]:
        lines += [f"## {resource['title']}\n", f"`{resource['path']}`: {resource['description']}\n"]
        for field in resource["schema"]["fields"]:
            constraints = field.get("constraints", {})
            allowed = f" One of: {', '.join(constraints['enum'])}." if "enum" in constraints else ""
            required = " Always filled." if constraints.get("required") else ""
            lines += [f"`{field['name']}` ({field['type']})", f": {field['description']}{allowed}{required}\n"]
    return "\n".join(lines)
