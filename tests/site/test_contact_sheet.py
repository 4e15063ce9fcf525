"""The pure parts of the contact sheet."""

import pytest
from PIL import Image

from kapbook.publish.build import BuildError
from tests.site.contact_sheet import Entry, book_folder, changed_share, sheet

WHITE = Image.new("RGB", (10, 10), "white")


def test_equal_pictures_differ_in_no_pixel():
    assert changed_share(WHITE, WHITE.copy()) == 0


def test_the_share_counts_pixels_however_small_their_change():
    other = WHITE.copy()
    other.putpixel((3, 4), (255, 255, 254))
    other.putpixel((9, 9), (0, 0, 0))
    assert changed_share(WHITE, other) == 0.02


def test_a_pixel_that_one_picture_lacks_has_changed():
    assert changed_share(WHITE, Image.new("RGB", (10, 20), "white")) == 0.5


def test_a_folder_without_a_first_page_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(BuildError, match="; set BEFORE"):
        book_folder(tmp_path, "set BEFORE to the html folder of a built book")
    (tmp_path / "index.html").touch()
    assert book_folder(tmp_path, "") == tmp_path


def test_what_changed_most_comes_first_and_a_missing_page_is_named():
    same = Entry("Same", {"before": "a.png", "now": "b.png"}, 0.0)
    new = Entry("New", {"before": None, "now": "c.png"}, 1.0)
    page = sheet([same, new])
    assert page.index("New") < page.index("Same")
    assert "1 of 2 pairs differ" in page
    assert "100.00% of the pixels changed" in page
    assert "before: no such page" in page
