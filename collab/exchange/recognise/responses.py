"""From a table with a row per answer sheet to content: questions, answers, exclusions, partners, comments."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.findings import Answers, Content, Question
from collab.exchange.recognise import exclusions
from collab.exchange.recognise.answerrows import no_answer_sheets, unusable_answer_sheets
from collab.exchange.recognise.draft import MOST_LISTED, Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.exclusions import BLANK, Exclusion
from collab.exchange.recognise.factors import CERTAIN, likeness
from collab.exchange.recognise.flags import is_flag
from collab.exchange.recognise.form import COMMENTS, is_asked
from collab.exchange.recognise.instruments import Items, exactly_named, instrument_key, known_items
from collab.exchange.recognise.names import carried_down, one_name_each
from collab.exchange.recognise.newscale import aligned_words
from collab.exchange.recognise.notes import notes_of
from collab.exchange.recognise.opposites import turned_around
from collab.exchange.recognise.organisation import is_coded_name
from collab.exchange.recognise.partners import (
    Owners,
    organisation_column,
    owners_by_row,
    sector_column,
    with_sectors,
)
from collab.exchange.recognise.proposal import proposed_instrument, rescaled
from collab.exchange.recognise.ratings import Profile, merged, profile
from collab.exchange.recognise.ratingsets import rating_sets
from collab.exchange.recognise.reading import (
    Key,
    allowed_answers,
    has_another_scale,
    hinted_codes,
    hinted_marks,
    ratings_of,
    read_key,
)
from collab.exchange.recognise.roles import Roles, roles_of
from collab.exchange.recognise.scale import NOT_ASKED_MARK, UNREADABLE_MARK
from collab.exchange.recognise.sectors import says_sector
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.telling import told_by_row
from collab.exchange.recognise.text import counted, listed
from collab.exchange.recognise.tools import Use
from collab.exchange.recognise.twomoments import of_one_moment
from collab.exchange.recognise.years import of_one_wave
from collab.model import Factor, Instrument, Kind, Mode


@dataclass(frozen=True)
class _Reading:
    """Columns and how to read them. ratings: int8, rows x factors of the instrument."""

    items: Items
    key: Key
    ratings: np.ndarray


def read_responses(draft: Draft, table: Table, *, one_each: bool = False) -> None:
    """Understand a table of answer sheets. one_each: every sheet of the file is one partner's form."""
    draft.kind = Kind.RESPONSES
    table = of_one_wave(draft, table)
    roles = _roles(draft, table)
    draft.personal = [field.header for field in roles.personal]
    organisation, sector = _owner_columns(draft, table, roles)
    organisation, sector = carried_down(draft, _has_answers(table, roles), organisation, sector)
    organisation = one_name_each(draft, organisation) if organisation is not None else None
    kept = no_answer_sheets(draft, table, roles, organisation, sector).kept
    table, roles = table.taken(kept), _roles(draft, table.taken(kept))
    organisation, sector = (field.taken(kept) if field is not None else None for field in (organisation, sector))
    fields = [field for field in table.fields if field.index not in roles.uses]
    items, key = _questions(draft, table, roles, _without(fields, organisation, sector))
    if items is not None and key is not None:
        _read_answers(draft, table, roles, _read(draft, table, items, key), organisation, sector, one_each)
    draft.list_ignored(table)


def _read_answers(
    draft: Draft,
    table: Table,
    roles: Roles,
    reading: _Reading,
    organisation: Field | None,
    sector: Field | None,
    one_each: bool,
) -> None:
    items = reading.items
    draft.instrument = items.instrument
    draft.use(*(field for field, _ in items.pairs))
    draft.factors = {factor.key: field.header for field, factor in items.pairs}
    exclusion = unusable_answer_sheets(draft, table, roles, reading.ratings, organisation)
    owners = owners_by_row(draft, organisation, sector, exclusion.kept)
    owners = Owners(with_sectors(draft, owners.partners), owners.of_row)
    draft.partners = owners.partners
    _warn_unreadable(draft, table, reading, exclusion.kept)
    draft.mode = _mode(draft, one_each)
    _offer_comments(draft, roles, items)
    _tell(draft, table, exclusion, owners)
    if reading.key.codes is not None:
        draft.content = _content(draft, table, roles, reading, exclusion, owners)


def _roles(draft: Draft, table: Table) -> Roles:
    return roles_of(table, draft.tool, exactly_named(table, draft.known.instruments))


def _owner_columns(draft: Draft, table: Table, roles: Roles) -> tuple[Field | None, Field | None]:
    fields = [field for field in table.fields if field.index not in roles.uses]
    items = {field.index for found in rating_sets(fields) if len(found.fields) >= 3 for field in found.fields}
    items |= set(roles.ratings)
    plain = [field for field in fields if field.index not in items or is_coded_name(field) or _is_sector(field)]
    plain = [field for field in plain if field.path[:1] != (COMMENTS,)]
    sector = sector_column(draft, plain, None)
    organisation = organisation_column(draft, _without(plain, sector), instead=sector)
    draft.use(*(field for field in (organisation, sector) if field is not None))
    return organisation, sector


def _has_answers(table: Table, roles: Roles) -> np.ndarray:
    """bool per data row: at least half of the rating columns are filled."""
    filled = np.zeros(table.rows, dtype=np.int32)
    for field in table.fields:
        filled += (field.codes != 0) & (field.index in roles.ratings)
    return (filled * 2 >= len(roles.ratings)) & (filled > 0)


def _is_sector(field: Field) -> bool:
    """Whether a column of codes is about the sector, though it could be read as ratings."""
    return says_sector(field) or is_flag(field)


def _without(fields: list[Field], *taken: Field | None) -> list[Field]:
    indexes = {field.index for field in taken if field is not None}
    return [field for field in fields if field.index not in indexes]


def _questions(draft: Draft, table: Table, roles: Roles, fields: list[Field]) -> tuple[Items | None, Key | None]:
    """The columns that are questions and the key to their answers."""
    fields = of_one_moment(draft, fields)
    sets = rating_sets(fields)
    alike = {field.index for found in sets if len(found.fields) >= 3 for field in found.fields} | set(roles.ratings)
    askable, exact = _askable(draft, table, fields, alike)
    items = known_items(draft, askable, len(alike & _indexes(fields))) if roles.ratings or exact or sets else None
    hints_from = [text for field in askable for text in field.path] + draft.notes + notes_of(draft.book, table)
    if items is None:
        return proposed_instrument(draft, table, roles, fields, hints_from)
    return _keyed(draft, items, hints_from)


def _askable(draft: Draft, table: Table, fields: list[Field], alike: set[int]) -> tuple[list[Field], set[int]]:
    """The columns that may ask a question, and the indexes of those that a known question names. alike: indexes of
    columns with ratings of any kind."""
    exact = exactly_named(table, draft.known.instruments)
    askable = [field for field in fields if field.index in alike | exact or _is_unrated(field)]
    if draft.layout == "form":
        askable += [field for field in fields if field not in askable and is_asked(field)]
    return askable, exact


def _keyed(draft: Draft, items: Items, hints_from: list[str]) -> tuple[Items, Key]:
    """The questions of a known instrument on its scale or on the file's own, and the key to their answers."""
    profiles = [found for field, _ in items.pairs if (found := profile(field)) is not None]
    scale = items.instrument.scale
    draft.marks |= hinted_marks(hints_from)
    aligned: dict[str, int] = {}
    if scale and has_another_scale(profiles, scale):
        aligned = aligned_words(merged(profiles), scale)
        if _wants_new_scale(draft, items.instrument, profiles, aligned):
            return rescaled(draft, items, profiles, hints_from)
    key = read_key(draft, scale, merged(profiles), hinted_codes(hints_from, scale))
    return items, replace(key, words=key.words | aligned)


def _indexes(fields: list[Field]) -> set[int]:
    return {field.index for field in fields}


def _is_unrated(field: Field) -> bool:
    """Whether a column with a header holds no rating, and nothing but blanks and "not applicable"."""
    found = profile(field)
    return bool(field.path) and (not field.filled or (found is not None and found.cells == 0))


def _wants_new_scale(draft: Draft, instrument: Instrument, profiles: list[Profile], aligned: dict[str, int]) -> bool:
    """Whether the file's own labels make a new version; aligned: the points that they can be read as (folded words)."""
    spelled = merged(profiles).spelled
    labels = listed(sorted(spelled.values()), most=9)
    own = instrument_key(draft, instrument)
    read_as = [f"“{spelled[word]}” as “{instrument.scale[place].label}”" for word, place in aligned.items()]
    keep = f"Read them on the known scale: {listed(read_as, 9)}"
    question = Question(
        id="instrument",
        ask=f"The questions are those of “{instrument.title}”, but the answers come from another scale: {labels}.",
        choices=choices(
            {
                own: keep if aligned else "Keep the known scale; other answers count as unreadable",
                "new": "Make a version of the instrument with this file’s scale",
            }
        ),
        proposal=own if aligned else "new",
        group="Questions",
    )
    return draft.enquiry.settle(question) == "new"


def _read(draft: Draft, table: Table, items: Items, key: Key) -> _Reading:
    ratings = np.full((table.rows, len(items.instrument.factors)), NOT_ASKED_MARK, dtype=np.int8)
    slips = 0
    for field, factor in items.pairs:
        column, misspelt = ratings_of(field, key)
        column = turned_around(draft, field, factor, column, len(items.instrument.scale))
        ratings[:, items.instrument.factor_keys.index(factor.key)] = column
        slips += misspelt
    if slips:
        draft.warn(
            f"{counted(slips, 'answer')} were misspelt and read as the label that is meant."
            if slips > 1
            else "1 answer was misspelt and read as the label that is meant."
        )
    return _Reading(items, key, ratings)


def _mode(draft: Draft, one_each: bool) -> Mode | None:
    marked = draft.book.marker.get("mode", "")
    settled = draft.known.mode or (Mode(marked) if marked in tuple(Mode) else None)
    question = Question(
        id="mode",
        ask="What is one row: a person’s own answers, or one answer that a partner’s team agreed on?",
        choices=choices(
            {
                "individual": "Individual: several people of each partner answered, and small groups are protected",
                "team": "Team: each partner handed in one agreed answer, shown under its name",
            }
        ),
        proposal="team" if one_each else "individual",
        group="Round",
    )
    value = draft.enquiry.settle(question, certain=str(settled) if settled else None)
    return Mode(str(value)) if value else None


def _warn_unreadable(draft: Draft, table: Table, reading: _Reading, kept: np.ndarray) -> None:
    if reading.key.codes is None:
        return
    wrong = (reading.ratings == UNREADABLE_MARK) & kept[:, None]
    total = int(wrong.sum())
    if not total:
        return
    draft.facts.append(
        f"{counted(total, 'answer')} could not be read and {'counts' if total == 1 else 'count'} as unreadable."
    )
    headers = {reading.items.instrument.factor_keys.index(factor.key): field for field, factor in reading.items.pairs}
    for row, column in list(zip(*np.nonzero(wrong), strict=True))[:MOST_LISTED]:
        field = headers[int(column)]
        draft.warn(
            f"“{field.text(int(row))[:80]}” is not an answer on the scale.",
            allowed_answers(reading.items.instrument),
            "It counts as unreadable. Correct the cell and import the file again, or leave it so.",
            sheet=table.sheet_name(int(row)),
            row=int(table.source_rows[row]),
            column=field.header,
        )


def _offer_comments(draft: Draft, roles: Roles, items: Items) -> None:
    """List columns of free text; each with its question, where it names one or where every question has its own."""
    asked = {field.index: factor.key for field, factor in items.pairs}
    texts = [field for field in roles.texts if field.index not in draft.used]
    paired = sum(field.index - 1 in asked for field in texts) * 2 >= len(asked)
    for field in texts:
        before = asked.get(field.index - 1) if paired else None
        draft.comments[field.header] = _commented_factor(field, items.instrument.factors) or before


def _commented_factor(field: Field, factors: tuple[Factor, ...]) -> str | None:
    """The factor that a column of comments names in its header."""
    scored = max(((likeness(field.path, factor), factor.key) for factor in factors), default=(0.0, ""))
    return scored[1] if scored[0] >= CERTAIN else None


def _tell(draft: Draft, table: Table, exclusion: Exclusion, owners: Owners) -> None:
    headers = f" with {counted(table.header_rows, 'header row')}" if table.header_rows > 1 else ""
    sheets = int(exclusion.kept.sum())
    draft.facts.insert(
        0,
        f"{_kind(draft)}{headers}: {counted(sheets, 'answer sheet')} from "
        f"{counted(len(owners.partners), 'organisation')}.",
    )
    draft.facts.insert(1, _questions_found(draft))
    for reason, count in draft.excluded.items():
        draft.facts.append(f"{counted(count, 'row')} left out: {exclusions.REASONS[reason]}.")


def _questions_found(draft: Draft) -> str:
    """How many of the instrument's questions the file asks, in a sentence."""
    size = len(draft.instrument.factors) if draft.instrument else 0
    if draft.instrument not in draft.known.instruments:
        return f"{counted(len(draft.factors), 'question')} would make a new instrument."
    if len(draft.factors) == size:
        return f"All {size} questions of “{draft.instrument.title if draft.instrument else ''}” were found."
    found = len(draft.factors)
    return f"{found} of {size} questions {'was' if found == 1 else 'were'} found; the others count as not asked."


def _kind(draft: Draft) -> str:
    named = {"an own table": "A table", "the template of Common Ground": "The template"}
    article = "An" if draft.tool[0] in "AO" else "A"
    return named.get(draft.tool, f"{article} {draft.tool} export") + {
        "long": " in long form",
        "form": " of filled-in forms",
    }.get(draft.layout, "")


def _content(
    draft: Draft, table: Table, roles: Roles, reading: _Reading, exclusion: Exclusion, owners: Owners
) -> Content | None:
    rows = np.flatnonzero(exclusion.kept & (owners.of_row >= 0))
    if len(rows) == 0 and not exclusion.kept.any():
        all_blank = all(reason == BLANK for reason, count in draft.excluded.items() if count)
        draft.problem(
            "This file has questions but no answers yet." if all_blank else "No answer sheet is left in this file.",
            "At least one row with an answer is needed.",
            "Check that the right sheet and the right export were chosen.",
        )
        return None
    number = roles.first(table, Use.ID)
    answers = Answers(
        partner=owners.of_row[rows].astype(np.int32),
        ratings=reading.ratings[rows],
        ids=_ids(number, rows),
        source_rows=table.source_rows[rows].astype(np.int32),
        sheet_of=(table.sheet_of[rows] if table.sheet_of is not None else np.zeros(len(rows), dtype=np.int16)),
        sheets=table.sheets or (table.sheet.name,),
        comments=_comments(draft, table, rows),
        told=told_by_row(draft, table, roles, rows) if draft.mode is Mode.TEAM else (),
    )
    return Content(Kind.RESPONSES, reading.items.instrument, owners.partners, answers=answers)


def _ids(field: Field | None, rows: np.ndarray) -> tuple[str, ...]:
    """The source's response ids; none where the column that looks like one repeats its values."""
    if field is None or field.distinct * 2 <= field.filled:
        return ("",) * len(rows)
    return _texts(field, rows)


def _texts(field: Field, rows: np.ndarray) -> tuple[str, ...]:
    values = field.values
    return tuple([values[code] for code in field.codes[rows].tolist()])


def _comments(draft: Draft, table: Table, rows: np.ndarray) -> tuple[tuple[int, str | None, str], ...]:
    accepted = set(draft.enquiry.comment_headers())
    found = []
    for field in table.fields:
        if field.header in accepted and field.header in draft.comments:
            texts = _texts(field, rows)
            found += [(place, draft.comments[field.header], text) for place, text in enumerate(texts) if text]
    return tuple(found)
