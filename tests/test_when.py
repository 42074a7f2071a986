"""Times that are known to the day, the month or the year."""

from __future__ import annotations

from datetime import date

import pytest

from collab.when import When


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2015", When(2015)),
        (" 2015-09 ", When(2015, 9)),
        ("9/2015", When(2015, 9)),
        ("Sep 2015", When(2015, 9)),
        ("Sept. 2015", When(2015, 9)),
        ("september 2015", When(2015, 9)),
        ("2015-9-4", When(2015, 9, 4)),
        ("4 Sep 2015", When(2015, 9, 4)),
        ("4. September 2015", When(2015, 9, 4)),
        ("Sep 4, 2015", When(2015, 9, 4)),
        ("May 4 2015", When(2015, 5, 4)),
    ],
)
def test_what_people_write_is_read(text: str, wanted: When) -> None:
    assert When.read(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "soon", "15", "1/2/2015", "2015-13", "13/2015", "2015-02-30", "30 Feb 2015", "Ma 2015", "Xyz 2015", "0015"],
)
def test_what_is_no_time_or_two_times_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a|must be in|out of range|is not between"):
        When.read(text)


@pytest.mark.parametrize("when", [When(2015), When(2015, 9), When(2015, 9, 4)])
def test_it_is_the_same_after_being_kept_and_after_being_shown(when: When) -> None:
    assert When.read(when.isoformat()) == When.read(str(when)) == when


def test_a_year_and_a_month_reach_from_their_first_day_to_their_last() -> None:
    assert (When(2016).first, When(2016).last) == (date(2016, 1, 1), date(2016, 12, 31))
    assert (When(2016, 2).first, When(2016, 2).last) == (date(2016, 2, 1), date(2016, 2, 29))
    assert When.of(date(2016, 2, 3)).first == When.of(date(2016, 2, 3)).last == date(2016, 2, 3)


def test_times_follow_one_another_by_their_first_days_the_less_exact_first() -> None:
    times = [When(2016), When(2015, 9, 4), When(2015, 1, 1), When(2015), When(2015, 9), When(2015, 1)]
    expected = [When(2015), When(2015, 1), When(2015, 1, 1), When(2015, 9), When(2015, 9, 4), When(2016)]
    assert sorted(times) == expected
