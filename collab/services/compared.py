"""What is compared when a file meets a round: its answer sheets, those that the round holds, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from collab.store.responses import Held

ADD, REPLACE, CANCEL = "add", "replace", "cancel"
HELD = "held"
NEARLY_ALL = 0.9
ENOUGH_TO_TELL = 5
Comments = tuple[tuple[str | None, str], ...]
Content = tuple[str, str, Comments]


@dataclass(frozen=True)
class Incoming:
    """The answer sheets of a file, one entry of each list per sheet. marks: None where the source has no id.

    weak_ids: ids are short numbers, which two forms with one set of questions both count from 1.
    """

    partners: Sequence[str]
    texts: Sequence[str]
    marks: Sequence[str | None]
    places: Sequence[tuple[int, int]]
    comments: dict[int, Comments]
    weak_ids: bool = False

    def may_be(self, row: int, sheet: Held, *, one_partner: bool) -> bool:
        """Whether a row with a sheet's id can be that sheet: a short number of another partner's form is another
        person, unless the answers are the same and only the partner was corrected."""
        if self.partners[row] == sheet.partner_id or not (one_partner or self.weak_ids):
            return True
        return not one_partner and self.texts[row] == sheet.ratings

    def content(self, row: int) -> Content:
        """What makes two sheets equal."""
        return self.partners[row], self.texts[row], self.comments.get(row, ())


@dataclass(frozen=True)
class Terms:
    """How to compare. shape and digest are the file's; choice answers existing_rows.

    one_partner: the source's ids are only unique within one partner, so the partner must be the same too.
    chosen: partner -> the row of the file, or HELD, that a person chose where a team round takes one of several.
    """

    shape: str
    digest: str
    is_team: bool
    one_partner: bool = False
    choice: str | None = None
    chosen: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """An earlier import into the round. digest is of the file's bytes, shape of its structure.

    rests_on: the imports before it whose answers it holds too: states of one survey.
    """

    id: str
    file_name: str
    digest: str
    shape: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Present:
    """What the round holds: sheets, their comments, the imports they came with, marks of removed sheets."""

    held: Sequence[Held] = ()
    comments: dict[str, Comments] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    removed_marks: frozenset[str] = frozenset()

    def content(self, sheet: Held) -> Content:
        """What makes two sheets equal."""
        return sheet.partner_id, sheet.ratings, self.comments.get(sheet.id, ())

    def source_of(self, sheet: Held) -> Source | None:
        """The import that a sheet came with; None where it was typed in."""
        return self.sources.get(sheet.import_id or "")


@dataclass(frozen=True)
class Rivals:
    """Answers of one partner of which a team round takes one: rows of the file, and what the round holds, if any.

    chosen: the row, or HELD; None while nobody has chosen. proposal: a row whose choice is certain.
    """

    partner: str
    rows: tuple[int, ...]
    held: Held | None
    chosen: int | str | None = None
    proposal: int | None = None


@dataclass
class Match:
    """How a file meets a round. add: rows; change: (row, held sheet); the rest are held sheets.

    kept: mended by hand, so that the file does not overwrite them. left_out: rows removed by hand before.
    ask: the earlier imports that the question existing_rows is about; proposal: what the rows suggest as its answer.
    same_numbers: (rows with other answers, rows) where ask is about short numbers that two forms may share.
    rivals: where a partner of a team round has several answers.
    """

    add: list[int] = field(default_factory=list)
    change: list[tuple[int, Held]] = field(default_factory=list)
    remove: list[Held] = field(default_factory=list)
    same: list[Held] = field(default_factory=list)
    kept: list[Held] = field(default_factory=list)
    vanished: list[Held] = field(default_factory=list)
    left_out: int = 0
    ask: tuple[Source, ...] = ()
    proposal: str | None = None
    same_numbers: tuple[int, int] | None = None
    rivals: list[Rivals] = field(default_factory=list)

    @property
    def overwritten(self) -> list[Held]:
        """The held sheets that saving would change or take away."""
        return [*(sheet for _, sheet in self.change), *self.remove]

    @property
    def met(self) -> list[Held]:
        """The held sheets that a row of the file is."""
        return [*self.same, *self.kept, *(sheet for _, sheet in self.change)]

    @property
    def rests_on(self) -> list[str]:
        """The imports whose sheets this file counts on."""
        return sorted({sheet.import_id for sheet in self.same + self.kept if sheet.import_id})

    @property
    def passed_over(self) -> list[int]:
        """The rows that do not count, since another answer of their partner was chosen."""
        settled = (each for each in self.rivals if each.chosen is not None)
        return [row for each in settled for row in each.rows if row != each.chosen]

    def settle_pair(self, incoming: Incoming, present: Present, row: int, sheet: Held) -> None:
        """Note that a row is a sheet: the same, mended by hand since, or changed."""
        if incoming.content(row) == present.content(sheet):
            self.same.append(sheet)
        elif sheet.mended:
            self.kept.append(sheet)
        else:
            self.change.append((row, sheet))
