"""A problem and the answers to why it is there, drawn as a tree from left to right, or as an indented list (SVG)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from collab.charts.letters import BOLD, lines_within, width_of
from collab.charts.theme import Palette, faded

FAMILY = "'Source Sans', 'Source Sans 3', Helvetica, Arial, sans-serif"
LINE, SMALL = 1.3, 0.88
MOST_LINES, MOST_FOOT, MOST_INDENTS = 9, 3, 8
CHOSEN = "★ "
BETWEEN = " · "
BELOW, AROUND = 12, 5


@dataclass(frozen=True)
class Node:
    """The problem or one answer. level: 0 for the problem, 1 for an answer to why it is there.

    head: what stands above the text; mark: beside it, of a chosen one; foot: short parts below the text.
    spoken: all of it as a screen reader says it.  is_shown: there is evidence for it.
    """

    key: str
    level: int
    head: str
    text: str
    mark: str = ""
    foot: tuple[str, ...] = ()
    spoken: str = ""
    is_shown: bool = True
    below: tuple[Node, ...] = ()

    def every(self) -> Iterator[Node]:
        """This one and all below it, each before what stands below it."""
        yield self
        for each in self.below:
            yield from each.every()

    @property
    def leads_to_chosen(self) -> bool:
        """Whether it or one below it is chosen."""
        return any(each.mark for each in self.every())


@dataclass(frozen=True)
class Room:
    """What a drawing may take, in pixels. card: the width of a card, between: from one column to the next.

    is_list: cards stand below one another, each indented by its level.
    """

    font: float
    card: int
    between: int
    is_list: bool = False

    @property
    def pad(self) -> float:
        """From the edge of a card to its letters."""
        return round(self.font * 0.75)


@dataclass(frozen=True)
class Drawing:
    """An SVG of this size."""

    svg: str
    width: int
    height: int


@dataclass(frozen=True)
class _Card:
    """A card where it stands."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    feet: tuple[str, ...]
    below: tuple[_Card, ...] = ()

    def every(self) -> Iterator[_Card]:
        yield self
        for each in self.below:
            yield from each.every()


def levels_of(root: Node) -> int:
    """How many columns the tree takes."""
    return max(each.level for each in root.every()) - root.level + 1


def room_for(root: Node, *, width: int, font: float, least: int, widest: int) -> Room:
    """Cards as wide as this width lets them be, the columns side by side; never narrower than least, nor wider."""
    columns, between = levels_of(root), round(font * 2.1)
    card = (width - 2 * AROUND - (columns - 1) * between) // columns
    return Room(font, min(max(card, least), widest), between)


def cause_tree(root: Node, *, room: Room, colours: Palette, label: str, is_still: bool = False) -> Drawing:
    """The tree. label: its text alternative. is_still: it is looked at only, nothing in it can be pressed."""
    placed = (_list if room.is_list else _tree)(root, room)
    every = list(placed.every())
    width = round(max(card.x + card.width for card in every)) + AROUND
    height = round(max(card.y + card.height for card in every)) + AROUND
    ways = "".join(_way(card, each, room, colours) for card in every for each in card.below)
    cards = "".join(_drawn(card, room, colours, is_still=is_still) for card in every)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="{"list" if is_still else "tree"}" aria-label="{escape(label)}" font-family="{FAMILY}" '
        f'font-size="{room.font:g}" fill="{colours.ink}">'
        f'<rect width="{width}" height="{height}" fill="{colours.background}"/>'
        f'<g aria-hidden="true" fill="none">{ways}</g>{cards}</svg>'
    )
    return Drawing(svg, width, height)


def parts(root: Node, fits: Callable[[Node], bool]) -> tuple[Node, ...]:
    """The tree in as few parts as fit, from its first end to its last; each has the way from the problem to its ends.

    An end that fits nowhere has a part of its own.
    """
    ends = [each.key for each in root.every() if not each.below]
    found: list[Node] = []
    begin = 0
    for end in range(1, len(ends) + 1):
        whole = _only(root, frozenset(ends[begin:end]))
        if end - begin > 1 and not fits(whole):
            found.append(_only(root, frozenset(ends[begin : end - 1])))
            begin = end - 1
    return (*found, _only(root, frozenset(ends[begin:])))


def _only(node: Node, ends: frozenset[str]) -> Node:
    """The tree without the ways to other ends."""
    kept = tuple(_only(each, ends) for each in node.below if any(one.key in ends for one in each.every()))
    return replace(node, below=kept)


def _tree(root: Node, room: Room) -> _Card:
    """Each answer in the column of its level, level with its first answer; the others below."""

    def place(node: Node, column: int, y: float) -> tuple[_Card, float]:
        card = _card(node, AROUND + column * (room.card + room.between), y, room.card, room)
        below, down = [], y
        for each in node.below:
            placed, down = place(each, column + 1, down)
            below.append(placed)
        return replace(card, below=tuple(below)), max(down, y + card.height + BELOW)

    return place(root, 0, AROUND)[0]


def _list(root: Node, room: Room) -> _Card:
    """One below the other, each indented by its level as far as the width of a list lets it be."""

    def place(node: Node, deep: int, y: float) -> tuple[_Card, float]:
        indent = min(deep, MOST_INDENTS) * room.between
        card = _card(node, AROUND + indent, y, room.card - 2 * AROUND - indent, room)
        below, down = [], y + card.height + BELOW
        for each in node.below:
            placed, down = place(each, deep + 1, down)
            below.append(placed)
        return replace(card, below=tuple(below)), down

    return place(root, 0, AROUND)[0]


def _card(node: Node, x: float, y: float, width: float, room: Room) -> _Card:
    inside = (width - 2 * room.pad) / room.font
    lines = lines_within(node.text, inside / BOLD if _is_bold(node) else inside, most=MOST_LINES)
    feet = _feet(node.foot, inside / SMALL)
    small = room.font * SMALL * LINE
    head = small * (2 if _is_mark_below(node, inside) else 1)
    height = 2 * room.pad + head + len(lines) * room.font * LINE + len(feet) * small + (2 if feet else 0)
    return _Card(node, x, y, width, round(height), lines, feet)


def _feet(foot: Sequence[str], inside: float) -> tuple[str, ...]:
    """The parts in a row, as many in each as its width holds."""
    rows: list[str] = []
    for each in foot:
        if rows and width_of(rows[-1] + BETWEEN + each) <= inside:
            rows[-1] += BETWEEN + each
        else:
            rows.append(each)
    return tuple(line for row in rows for line in lines_within(row, inside, most=2))[:MOST_FOOT]


def _is_bold(node: Node) -> bool:
    return bool(node.mark) or node.level == 0


def _is_mark_below(node: Node, inside: float) -> bool:
    """Whether the mark of a chosen one does not stand beside the head."""
    return bool(node.mark) and width_of(f"{node.head}   {CHOSEN}{node.mark}") * SMALL > inside


def _way(card: _Card, other: _Card, room: Room, colours: Palette) -> str:
    """The line to an answer; strong where it leads to a root cause that was chosen."""
    strong = other.node.leads_to_chosen
    stroke = f'stroke="{colours.rose if strong else colours.line}" stroke-width="{2.5 if strong else 1.5}"'
    down = room.pad + room.font * SMALL * 0.7
    there = other.y + down
    if room.is_list:
        left = card.x + room.between / 2
        return f'<path {stroke} d="M{left:g},{card.y + card.height:g} V{there:g} H{other.x:g}"/>'
    begin, here, middle = card.x + card.width, card.y + down, other.x - room.between / 2
    if here == there:
        return f'<path {stroke} d="M{begin:g},{here:g} H{other.x:g}"/>'
    return (
        f'<path {stroke} d="M{begin:g},{here:g} H{middle - 6:g} Q{middle:g},{here:g} {middle:g},{here + 6:g} '
        f'V{there - 6:g} Q{middle:g},{there:g} {middle + 6:g},{there:g} H{other.x:g}"/>'
    )


def _drawn(card: _Card, room: Room, colours: Palette, *, is_still: bool) -> str:
    node = card.node
    role = "listitem" if is_still else "treeitem"
    pressed = "" if is_still else f' tabindex="-1" aria-level="{node.level + 1}" aria-selected="false"'
    return (
        f'<g class="card" role="{role}" data-key="{escape(node.key)}" data-level="{node.level}"{pressed} '
        f'aria-label="{escape(node.spoken or node.text)}">'
        f"<title>{escape(node.text)}</title>{_frames(card, colours)}{_words(card, room, colours)}</g>"
    )


def _frames(card: _Card, colours: Palette) -> str:
    """The card: filled for the problem and for chosen ones, with a broken edge where no evidence is named."""
    node = card.node
    fill = faded(colours.rose, 0.14) if node.mark else colours.neutral if node.level == 0 else colours.background
    edge, wide = (colours.rose, 2) if node.mark else (colours.muted, 1.2)
    broken = "" if node.is_shown else ' stroke-dasharray="5 4"'
    ring = _rect(card, 4, f'class="ring" fill="none" stroke="{colours.ink}" stroke-width="2" visibility="hidden"')
    return ring + _rect(card, 0, f'fill="{fill}" stroke="{edge}" stroke-width="{wide}"{broken}')


def _rect(card: _Card, out: int, look: str) -> str:
    return (
        f'<rect x="{card.x - out:g}" y="{card.y - out:g}" width="{card.width + 2 * out:g}" '
        f'height="{card.height + 2 * out:g}" rx="{6 + out}" {look}/>'
    )


def _words(card: _Card, room: Room, colours: Palette) -> str:
    node, left = card.node, card.x + room.pad
    small = room.font * SMALL
    y = card.y + room.pad + small
    is_below = _is_mark_below(node, (card.width - 2 * room.pad) / room.font)
    found = [_text(node.head, left, y, f'font-size="{small:g}" fill="{colours.muted}"')]
    if node.mark:
        y += small * LINE if is_below else 0
        where = left if is_below else card.x + card.width - room.pad
        anchor = "" if is_below else ' text-anchor="end"'
        look = f'font-size="{small:g}" font-weight="600" fill="{colours.rose}"{anchor}'
        found.append(_text(CHOSEN + node.mark, where, y, look))
    weight = 'font-weight="600"' if _is_bold(node) else ""
    y += (room.font - small) / 2
    for line in card.lines:
        y += room.font * LINE
        found.append(_text(line, left, y, weight))
    y += 2
    for line in card.feet:
        y += small * LINE
        found.append(_text(line, left, y, f'font-size="{small:g}" fill="{colours.muted}"'))
    return "".join(found)


def _text(words: str, x: float, y: float, look: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(words)}</text>'
