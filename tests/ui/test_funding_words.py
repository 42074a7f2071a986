"""What the overview and the page of an initiative say of its money."""

from __future__ import annotations

from datetime import date

import pytest

from collab.journey import TenureKind
from collab.model import YOU
from collab.services import purpose
from collab.services.digests import all_digests
from collab.services.initiatives import create_initiative
from collab.store import Store
from collab.ui import initiative_words, overview_words
from collab.when import When

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("ends", "row", "page"),
    [
        (When(2027), "2027", "Funded until 2027"),
        (When(2027, 6), "Jun 2027", "Funded until Jun 2027"),
        (date(2027, 6, 30), "30 Jun 2027", "Funded until 30 Jun 2027, 7 months from now"),
        (None, "no end in sight", "Funded with no end in sight"),
        (When(2025), "ended in 2025", "Its funding ended in 2025"),
        (date(2025, 6, 30), "ended on 30 Jun 2025", "Its funding ended on 30 Jun 2025"),
    ],
    ids=str,
)
def test_money_is_told_as_exactly_as_its_end_is_known_and_alike_on_both_pages(
    store: Store, ends: date | When | None, row: str, page: str
) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    purpose.add_tenure(store, YOU, made.id, kind=TenureKind.FUNDING, name="Made-up money", ends_on=ends)
    overview = all_digests(store, today=TODAY)
    assert overview_words.funding(overview.digests[0], overview) == row
    assert initiative_words.money(purpose.purpose_of(store, made.id), TODAY) == page


def test_no_money_written_down_is_not_money_without_an_end(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    overview = all_digests(store, today=TODAY)
    assert overview_words.funding(overview.digests[0], overview) == ""
    over = {"kind": TenureKind.FUNDING, "is_over": True}
    purpose.add_tenure(store, YOU, made.id, name="Made-up money", **over)  # type: ignore[arg-type]
    overview = all_digests(store, today=TODAY)
    assert overview_words.funding(overview.digests[0], overview) == "is over"
