"""What search engines see of a page: its first point, without the word of certainty."""

from docutils import nodes

from kapbook.sphinxext.head import description


def test_the_first_point_of_in_short_describes_the_page_without_its_certainty():
    word = nodes.inline("", "Low certainty", classes=["certainty"])
    point = nodes.paragraph("", "", nodes.Text("It may help. "), word)
    second = nodes.paragraph("", "It harms some.")
    crisis = nodes.admonition("", nodes.paragraph("", "Call a line."), classes=["crisis"])
    short = nodes.admonition("", classes=["in-short"])
    short += nodes.bullet_list("", nodes.list_item("", point), nodes.list_item("", second))
    page = nodes.document(None, None)
    page += nodes.section("", crisis, nodes.paragraph("", "Something else."), short)
    assert description(page) == "It may help."
