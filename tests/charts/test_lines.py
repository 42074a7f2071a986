"""Lines of a comparison: names are printed whole, and every line is as high as its name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.charts.lines import shared, stand
from collab.charts.sizes import BESIDE

LONG = "When an important decision is made, the people who decide first ask families like mine what we think " * 3
PHONE = replace(BESIDE, width=358, label=0)
NAMES = st.lists(st.text("abcdefgh ", min_size=1, max_size=300).filter(str.strip), min_size=1, max_size=12)


def printed(name: str) -> str:
    """A wrapped name on one line again."""
    return name.replace("-<br>", "").replace("<br>", " ")


@pytest.mark.parametrize("size", [pytest.param(BESIDE, id="beside"), pytest.param(PHONE, id="above")])
def test_a_long_name_is_printed_whole(size: object) -> None:
    lines = stand(["Short", LONG], size)  # type: ignore[arg-type]
    assert [printed(name) for name in lines.names] == ["Short", LONG.strip()]


@given(NAMES, st.sampled_from([BESIDE, PHONE]), st.sampled_from([0.0, 700.0]))
def test_each_line_has_the_height_of_its_name_and_begins_where_the_one_before_ends(
    names: list[str], size: object, room: float
) -> None:
    lines = stand(names, size, room=room)  # type: ignore[arg-type]
    ends = [*lines.tops[1:], lines.height]
    for name, top, y, end in zip(lines.names, lines.tops, lines.y, ends, strict=True):
        assert top < y < end
        if not room:
            assert end - top >= (name.count("<br>") + 1) * BESIDE.font * 1.2


@given(st.lists(st.floats(1, 200), min_size=1, max_size=20), st.floats(50, 2000))
def test_shared_heights_fill_the_room_and_nothing_is_lower_than_it_needs_where_there_is_room(
    needed: list[float], room: float
) -> None:
    heights = shared(needed, room)
    assert sum(heights) == pytest.approx(room)
    if sum(needed) <= room:
        assert all(height >= least - 1e-6 for height, least in zip(heights, needed, strict=True))


def test_names_stand_above_where_there_is_no_room_beside() -> None:
    above, beside = stand([LONG], PHONE), stand([LONG], BESIDE)
    assert above.is_above
    assert not beside.is_above
    assert above.y[0] > above.tops[0] + (above.names[0].count("<br>") + 1) * PHONE.font
