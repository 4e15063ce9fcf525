"""Every page on a screen of 390 pixels, by day and by night."""

import pytest

from tests.site.looks import PAGES, look, open_view


@pytest.fixture(scope="module", params=["light", "dark"])
def view(browser, request):
    yield from open_view(browser, 390, request.param)


@pytest.mark.parametrize("name", PAGES)
def test_page_on_a_phone(view, address, name):
    look(view, address, name)
