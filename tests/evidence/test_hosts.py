"""Where a number was read is told in words, and links lead to the work itself."""

import pytest
from docutils import nodes

from kapbook.evidence import Row
from kapbook.evidence.hosts import host_of, printed_hosts
from kapbook.sphinxext.evidence_pages import _source
from kapbook.sphinxext.stat import card_text

WORK = "https://doi.org/10.1000/lee.2020"
COPY = "http://192.0.2.7:8081/12345678"


def row(**cells) -> Row:
    common = {"id": "lee2020-a", "study": "lee2020", "locator": "Table 2", "seen_at": WORK, "read_through": ""}
    return Row("outcomes", "evidence/outcomes.csv", 2, {**common, **cells})


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "page read"),
        ({"read_through": COPY}, "page of the work (read through a copy)"),
        ({"read_through": COPY, "second_hand": "yes"}, "page of the work (second-hand, read through a copy)"),
        ({"second_hand": "yes"}, "page read (second-hand)"),
    ],
)
def test_a_row_links_to_the_work_and_never_names_the_copy(cells, words):
    paragraph = nodes.paragraph("", "", *_source(row(**cells)))
    assert paragraph.astext() == words
    assert [link["refuri"] for link in paragraph.findall(nodes.reference)] == [WORK]


def test_the_card_of_a_number_says_that_others_told_it():
    study = Row("studies", "evidence/studies.csv", 2, {"study": "lee2020", "first_author": "Lee", "year": "2020"})
    assert "second-hand" not in card_text(study, row())
    assert card_text(study, row(second_hand="yes")).endswith("second-hand: read in another's words")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:443/a", "example.org"),
        ("//example.org/a", "example.org"),
        ("http://[::1]:80/", "::1"),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address_is_read_without_www_and_port(address, host):
    assert host_of(address) == host


def test_hosts_in_a_text_are_found_as_addresses_names_and_numbers():
    text = (
        "Read at copies.example.net (192.0.2.7), https://a.example.org/x; write to me@mail.org, see index.html, 7.4.7."
    )
    assert printed_hosts(text) == ["copies.example.net", "a.example.org", "192.0.2.7"]
