"""Long pages: twice as many fences are twice the work."""

from __future__ import annotations

import pytest

from migrate_interactions.documents.blocks import Origin
from migrate_interactions.documents.listings import Listing, read_listing, together
from migrate_interactions.reports.html import changes
from tests.support.questions import growth

FENCES = {
    "names of their own": "const r@ = await ai.models.generateContent({});\nconsole.log(r@.text);",
    "one name": "const r = await ai.models.generateContent({});\nconsole.log(r.text);",
}


@pytest.mark.parametrize("fence", FENCES.values(), ids=FENCES.keys())
def test_a_page_twice_as_long_is_twice_the_work(fence):
    def work(size: int) -> object:
        texts = ["const ai = client();", *(fence.replace("@", str(number)) for number in range(size))]
        listings = [Listing(text, tuple(map(Origin, range(1, text.count("\n") + 2))), (".js",)) for text in texts]
        return together(list(map(read_listing, listings)))

    assert growth(work, 80) < 2.2


def test_a_line_that_stands_everywhere_in_a_long_file_is_not_compared_with_all_others_like_it():
    lines = [line for number in range(1200) for line in (f"f({number})", "}")]
    assert "}" in changes._matcher(lines, lines).bpopular
    short = lines[:400]
    assert not changes._matcher(short, short).bpopular
