"""The tree of causes: where cards stand, that words stay inside and literal, and how it is shared among slides."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.charts.cause_tree import Drawing, Node, Room, cause_tree, levels_of, parts, room_for
from collab.charts.letters import lines_within, width_of
from collab.charts.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
ROOM = Room(font=14, card=180, between=30)
LIST = Room(font=15, card=352, between=18, is_list=True)


def node(key: str, level: int = 1, *below: Node, text: str = "", mark: str = "", is_shown: bool = True) -> Node:
    words = text or f"Answer {key}"
    return Node(key, level, f"Why {level}", words, mark, ("Evidence",), f"Why {level}: {words}", is_shown, below)


def tree(*whys: Node) -> Node:
    return Node("problem", 0, "Problem", "Buses are late", below=whys)


TWO = tree(node("a", 1, node("c", 2, mark="Root cause")), node("b", 1))


def drawn(root: Node, room: Room = ROOM) -> Drawing:
    return cause_tree(root, room=room, colours=LIGHT, label="Why")


def cards(drawing: Drawing) -> dict[str, ElementTree.Element]:
    """Key -> its card, in the order in which they are drawn."""
    found = ElementTree.fromstring(drawing.svg).iter(f"{SVG}g")
    return {each.attrib["data-key"]: each for each in found if "data-key" in each.attrib}


def box(card: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a card."""
    rect = next(each for each in card.iter(f"{SVG}rect") if each.get("class") != "ring")
    left, top, wide, high = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    return left, top, left + wide, top + high


def test_each_depth_has_its_column_and_a_first_answer_is_level_with_what_it_answers() -> None:
    boxes = {key: box(card) for key, card in cards(drawn(TWO)).items()}
    assert list(boxes) == ["problem", "a", "c", "b"]
    assert boxes["problem"][0] < boxes["a"][0] == boxes["b"][0] < boxes["c"][0]
    assert boxes["problem"][1] == boxes["a"][1] == boxes["c"][1] < boxes["b"][1]


def test_a_list_stands_one_below_the_other_indented_by_depth() -> None:
    boxes = [box(card) for card in cards(drawn(TWO, LIST)).values()]
    assert [each[0] for each in boxes] == [5, 23, 41, 23]
    assert all(before[3] < after[1] for before, after in itertools.pairwise(boxes))
    assert {each[2] for each in boxes} == {347}


@pytest.mark.parametrize("room", [ROOM, LIST], ids=["tree", "list"])
def test_no_card_covers_another_and_all_lie_inside_the_drawing(room: Room) -> None:
    long = "Nobody at the front desk has been told to tell families of it " * 4
    whole = tree(*(node(f"{a}", 1, *(node(f"{a}{b}", 2, text=long * b) for b in range(3))) for a in range(3)))
    drawing = drawn(whole, room)
    boxes = [box(card) for card in cards(drawing).values()]
    for place, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= drawing.width
        assert one[3] <= drawing.height
        for other in boxes[place + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_what_a_person_typed_is_literal_and_whole_for_a_screen_reader() -> None:
    typed = '<b>b</b> & "quoted" $x$ :red[a]'
    card = cards(drawn(tree(node("a", text=typed))))["a"]
    assert "".join(each.text or "" for each in card.iter(f"{SVG}text")).count("<b>b</b>") == 1
    assert card.attrib["aria-label"] == f"Why 1: {typed}"


def test_a_chosen_one_is_named_and_the_way_to_it_is_strong() -> None:
    svg = drawn(TWO).svg
    assert "★ Root cause" in svg
    strong = re.findall(f'<path stroke="{LIGHT.rose}"', svg)
    assert (len(strong), svg.count("<path")) == (2, 3)


def test_an_answer_without_evidence_has_a_broken_edge() -> None:
    found = cards(drawn(tree(node("a"), node("b", is_shown=False))))
    broken = {key: any(each.get("stroke-dasharray") for each in card.iter()) for key, card in found.items()}
    assert broken == {"problem": False, "a": False, "b": True}


def test_a_drawing_to_look_at_cannot_be_pressed() -> None:
    still = cause_tree(TWO, room=ROOM, colours=DARK, label="Why", is_still=True).svg
    assert "treeitem" not in still
    assert "tabindex" not in still


def test_columns_share_the_width_between_the_narrowest_and_the_widest_card() -> None:
    deep = tree(node("a", 1, node("b", 2, node("c", 3, node("d", 4, node("e", 5))))))
    assert levels_of(deep) == 6
    room = room_for(deep, width=1056, font=14, least=100, widest=300)
    assert drawn(deep, room).width <= 1056
    assert room_for(tree(), width=1056, font=14, least=100, widest=300).card == 300
    assert room_for(deep, width=300, font=14, least=148, widest=300).card == 148


def test_slides_hold_every_answer_with_the_way_to_it() -> None:
    whole = tree(*(node(f"{a}", 1, *(node(f"{a}{b}", 2) for b in range(2))) for a in range(3)))
    shared = parts(whole, lambda root: len(list(root.every())) <= 4)
    keys = [[each.key for each in part.every()] for part in shared]
    assert keys == [
        ["problem", "0", "00", "01"],
        ["problem", "1", "10", "11"],
        ["problem", "2", "20", "21"],
    ]
    assert parts(whole, lambda root: True) == (whole,)


def test_a_problem_without_an_answer_is_one_slide() -> None:
    assert parts(tree(), lambda root: False) == (tree(),)


@given(st.text(max_size=300), st.floats(4, 60), st.integers(1, 9))
def test_lines_hold_to_their_width_and_lose_no_word_but_by_an_ellipsis(text: str, room: float, most: int) -> None:
    lines = lines_within(text, room, most=most)
    assert len(lines) <= most
    assert all(width_of(line) <= room + 0.01 or len(line) == 1 for line in lines)
    if not lines or not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_a_list_of_many_whys_keeps_its_cards_wide_enough_to_read() -> None:
    deep = node("20", 20)
    for level in range(19, 0, -1):
        deep = node(str(level), level, deep)
    boxes = [box(card) for card in cards(drawn(tree(deep), LIST)).values()]
    assert len(boxes) == 21
    assert min(right - left for left, _, right, _ in boxes) >= 190
