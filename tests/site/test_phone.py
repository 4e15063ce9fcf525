"""Every page on a phone of 390 pixels, in light; a sample of them in dark."""

import pytest

from tests.site.looks import PAGES, SAMPLE, look, open_view


@pytest.fixture(scope="module")
def light(browser):
    yield from open_view(browser, 390, "light")


@pytest.fixture(scope="module")
def dark(browser):
    yield from open_view(browser, 390, "dark")


@pytest.mark.parametrize("name", PAGES)
def test_page_on_a_phone_by_day(light, address, name):
    look(light, address, name)


@pytest.mark.parametrize("name", SAMPLE)
def test_page_on_a_phone_at_night(dark, address, name):
    look(dark, address, name)
