"""Properties of the comparison: form changes nothing, substance changes the answer, and it is fair to both sides."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapbook.registries.compare import compare, page_range, title_key
from kapbook.registries.journals import same_journal
from kapbook.registries.normal import initials, letters, skeleton
from kapbook.registries.people import Person, same_person
from kapbook.registries.verdicts import AGREES, DIFFERS, NOTE
from tests.registries.forms import FORMS, as_registered
from tests.registries.worlds import claim

WORD = st.text(string.ascii_lowercase, min_size=2, max_size=9).filter(lambda w: w != "and")
TITLE = st.lists(WORD, min_size=5, max_size=12, unique=True).map(" ".join)
NAME = st.builds(lambda f, g: Person(f.capitalize(), g.capitalize()), WORD, WORD)
CLAIM = st.builds(
    lambda title, people, year, volume, first, length: claim(
        "p",
        title=title,
        authors=tuple(people),
        year=str(year),
        volume=str(volume),
        pages=f"{first}\u2013{first + length}",
    ),
    TITLE,
    st.lists(NAME, min_size=1, max_size=6, unique_by=lambda p: p.family),
    st.integers(1950, 2027),
    st.integers(1, 400),
    st.integers(1, 3000),
    st.integers(1, 30),
)


def fields_that_differ(of, found) -> set[str]:
    return {verdict.field for verdict in compare(of, found) if verdict.kind == DIFFERS}


@given(CLAIM)
@settings(max_examples=60, deadline=None)
def test_a_work_agrees_with_itself_in_every_field(of):
    assert {verdict.kind for verdict in compare(of, as_registered(of))} == {AGREES}


@given(CLAIM, st.sampled_from(FORMS), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_no_form_makes_a_difference(of, form, rng):
    assert fields_that_differ(of, form(as_registered(of), rng, of)) == set()


@given(CLAIM, TITLE)
@settings(max_examples=60, deadline=None)
def test_another_title_always_differs(of, other):
    if letters(other) != letters(of.title):
        assert "title" in fields_that_differ(of, replace(as_registered(of), titles=[other]))


@given(CLAIM, st.data())
@settings(max_examples=80, deadline=None)
def test_one_other_letter_in_the_title_differs(of, data):
    place = data.draw(st.sampled_from([n for n, c in enumerate(of.title) if c.isalpha()]))
    letter = data.draw(st.sampled_from([c for c in string.ascii_lowercase if c != of.title[place]]))
    other = of.title[:place] + letter + of.title[place + 1 :]
    if title_key(other) != title_key(of.title):
        assert "title" in fields_that_differ(of, replace(as_registered(of), titles=[other]))


@given(CLAIM, st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_another_volume_differs(of, volume):
    same = str(volume) == of.volume
    assert ("volume" in fields_that_differ(of, replace(as_registered(of), volume=str(volume)))) != same


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_compared_without_a_crash_and_both_ways_alike(left, right):
    mine, yours = claim("l", title=left, journal=left, pages=left), claim("r", title=right, journal=right, pages=right)
    compare(mine, as_registered(yours))
    assert (title_key(left) == title_key(right)) == (title_key(right) == title_key(left))
    one, two = same_person(Person(left), Person(right)), same_person(Person(right), Person(left))
    assert (one == DIFFERS) == (two == DIFFERS)


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        (("Lee", "Ada B"), ("Lee", "A."), AGREES),
        (("Lee", "Ada B"), ("LEE", "AB"), AGREES),
        (("Lee", "Ada"), ("Lee", "Kim"), DIFFERS),
        (("Lee", "J Ada"), ("Lee", "Ada"), NOTE),
        (("Müller", "Jan"), ("Mueller", "J"), AGREES),
        (("Müller", "Jan"), ("Muller", "J"), AGREES),
        (("Søndergaard", "A"), ("Soendergaard", "A"), AGREES),
        (("De Feyter", "Henk M"), ("Feyter", "Henk M De"), NOTE),
        (("de Graaf", "Robin A"), ("Graaf", "RA"), NOTE),
        (("Machado-Vieira", "Rodrigo"), ("Vieira", "Rodrigo Machado"), NOTE),
        (("Zhang", "Wei"), ("Wei", "Zhang"), NOTE),
        (("Shcherbakov", "Yuri"), ("Щербаков", "Юрий"), NOTE),
        (("Krupitsky", "Evgeny"), ("Крупицкий", "Евгений"), NOTE),
        (("Krupitsky", "Evgeny"), ("Иванов", "Евгений"), DIFFERS),
        (("Zhang", "Wei"), ("张", "伟"), NOTE),
        (("O'Brien", "Brittany"), ("O\u2019Brien", "B"), AGREES),
        (("D'Souza", "Deepak"), ("DSouza", "D"), AGREES),
        (("Roe", "Jan"), ("Doe", "Jan"), DIFFERS),
        (("Food and Drug Administration", ""), ("US Food and Drug Administration", ""), NOTE),
        (("World Health Organization", ""), ("Food and Drug Administration", ""), DIFFERS),
    ],
)
def test_people(ours, theirs, kind):
    assert same_person(Person(*ours), Person(*theirs)) == kind


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ("Journal of Affective Disorders", "J Affect Disord", NOTE),
        ("The Lancet Psychiatry", "Lancet Psychiatry", AGREES),
        ("Clinical Pharmacology & Therapeutics", "Clinical Pharmacology and Therapeutics", AGREES),
        ("BMJ", "BMJ : British Medical Journal", AGREES),
        ("Proceedings of the National Academy of Sciences of the United States of America", "PNAS", NOTE),
        ("Proceedings of the National Academy of Sciences", "Proc Natl Acad Sci", NOTE),
        ("Addiction", "Addiction (Abingdon, England)", AGREES),
        ("JAMA", "JAMA Psychiatry", DIFFERS),
        ("Journal of Neurology", "Journal of Neurobiology", DIFFERS),
        ("American Journal of Psychiatry", "American Journal of Psychotherapy", DIFFERS),
        ("Nature", "Nature Medicine", DIFFERS),
        ("British Journal of Psychiatry", "BJPsych Open", DIFFERS),
        ("Pain", "Pain Medicine", DIFFERS),
    ],
)
def test_journals(ours, theirs, kind):
    assert same_journal(ours, [theirs]) == kind
    assert (same_journal(theirs, [ours]) == DIFFERS) == (kind == DIFFERS)


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("631-9", ("631", "639")),
        ("1210--1219", ("1210", "1219")),
        ("S12–S20", ("s12", "s20")),
        ("e067194", ("e67194", "")),
        ("pp. 5-7", ("5", "7")),
        ("990", ("990", "")),
        ("", ("", "")),
    ],
)
def test_pages(text, pages):
    assert page_range(text) == pages


def test_initials_and_transliterations():
    assert initials("Chadi G") == initials("C.G.") == initials("CG") == "cg"
    assert skeleton("Чайковский") == skeleton("Tchaikovsky") == skeleton("Chaikovskii")
