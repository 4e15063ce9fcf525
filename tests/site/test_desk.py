"""Every page on a screen of 1366 pixels, in dark; a sample of them in light."""

import pytest

from tests.site.looks import PAGES, SAMPLE, look, open_view


@pytest.fixture(scope="module")
def light(browser):
    yield from open_view(browser, 1366, "light")


@pytest.fixture(scope="module")
def dark(browser):
    yield from open_view(browser, 1366, "dark")


@pytest.mark.parametrize("name", PAGES)
def test_page_on_a_desk_at_night(dark, address, name):
    look(dark, address, name)


@pytest.mark.parametrize("name", SAMPLE)
def test_page_on_a_desk_by_day(light, address, name):
    look(light, address, name)
