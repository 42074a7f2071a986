"""A table that holds several years, terms or waves side by side or below one another: one of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft, rows_where
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.measurecolumns import measure_columns
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import LONGEST, counted, fold, listed

_WORD = r"(spring|fall|autumn|winter|summer|sy|fy|school year|year|primavera|otono|invierno|ano|ano escolar)"
_YEAR = r"((19|20)\d\d)( (19|20)?\d\d)?"
_TIME = re.compile(rf"^({_WORD} )?{_YEAR}( {_WORD})?$")


_NUMBERED = r"(\d+|[ivx]+|one|two|three|first|second|third)"
_WAVE = re.compile(
    rf"^((wave|round|time ?point|administration|ronda|ola) ?{_NUMBERED}|"
    r"(first|second|third|1st|2nd|3rd) (wave|round|administration)|"
    r"(baseline|base line|follow ?up|midline|endline|pre|post|linea de base|seguimiento)"
    r"( (survey|test|assessment|\d+))*)( arm \d+)?$"
)
# Said of much else too: these are waves only under a header that says so.
_PERHAPS_WAVE = re.compile(
    rf"^((time|phase|cycle|period|window|survey|event|t|w|tiempo|fase|quarter|q) ?{_NUMBERED}|{_NUMBERED}|"
    r"initial|final|before|after|beginning|mid(dle)?|mid ?point|end|(beginning|middle|end) of (the )?year|boy|moy|eoy|"
    r"antes|despues|spring|fall|autumn|winter|summer)( arm \d+)?$"
)
_TIME_HEADERS = re.compile(
    r"^(survey |data |school |academic |fiscal |reporting |administration |redcap )*(wave|round|year|sy|term|semester|"
    r"season|administration|period|window|cycle|time ?point|event( name)?|ano|ano escolar|ronda|periodo|ola)"
    r"( (name|label|number|no))?$"
)
_MOST_TIMES = 12
ALL = "all"


def is_time(text: str) -> bool:
    """Whether a text is a year, a school year or a term: "2024-25", "Fall 2025"."""
    return len(text) <= LONGEST and bool(_TIME.match(fold(text)))


def of_one_year(draft: Draft, table: Table) -> Table:
    """The table with one year's columns and rows; which year is asked where it reports several.

    While that is open, the last year stands in: nothing can be saved before it is answered.
    """
    across = {field.index: time for field in measure_columns(table.fields) if (time := _time_of(field))}
    if len(set(across.values())) > 1:
        return _columns_of(draft, table, _asked(draft, list(dict.fromkeys(across.values()))))
    down = next((field for field in table.fields if _are_times(field)), None)
    if down is not None:
        return _rows_of(draft, table, down, _asked(draft, list(down.sample)))
    return table


def of_one_wave(draft: Draft, table: Table) -> Table:
    """The table with the answer sheets of one year, term or wave; which one is asked where it holds several."""
    down = next((field for field in table.fields if _tells_waves(field)), None)
    if down is None:
        return table
    wave = _asked(draft, list(down.sample), {ALL: "All of them: they are no times of a survey"})
    return table if wave == ALL else _rows_of(draft, table, down, wave)


def _tells_waves(field: Field) -> bool:
    """Whether a column says when each sheet was asked for: so called, or a column of waves whatever it is called.

    A year may mean much else in an answer sheet ("Year hired"), so that its header has to say it too.
    """
    if not 2 <= field.distinct <= min(_MOST_TIMES, field.filled // 2):
        return False
    named = any(_TIME_HEADERS.match(name) for name in field.names)
    texts = [fold(text) for text in field.sample]
    if all(_WAVE.match(text) for text in texts):
        return True
    return named and all(is_time(text) or _WAVE.match(text) or _PERHAPS_WAVE.match(text) for text in texts)


def _time_of(field: Field) -> str:
    """The year in a header of several rows; "" where there is none."""
    return next((text for text in field.path if is_time(text)), "") if len(field.path) > 1 else ""


def _are_times(field: Field) -> bool:
    """Whether a column says for each of many rows which of a few years it is about."""
    return 2 <= field.distinct <= min(20, field.filled // 2) and all(is_time(text) for text in field.sample)


def _asked(draft: Draft, times: list[str], more: Mapping[str, str] = MappingProxyType({})) -> str:
    question = Question(
        id="year",
        ask=f"The file holds {listed(times, 8)}. Which of them belongs into this round?",
        choices=choices({time: time for time in times} | dict(more)),
        group="File",
        why="A round holds one of them. The others can be imported into rounds of their own.",
    )
    value = draft.enquiry.settle(question)
    return str(value) if value is not None else sorted(times, key=fold)[-1]


def _columns_of(draft: Draft, table: Table, year: str) -> Table:
    kept = [field for field in table.fields if _time_of(field) in ("", year)]
    gone = len(table.fields) - len(kept)
    draft.facts.append(f"{counted(gone, 'column')} left out: about another time than {year}.")
    return table.with_fields(tuple(_without_year(field) for field in kept))


def _without_year(field: Field) -> Field:
    path = tuple(text for text in field.path if not is_time(text))
    return replace(field, path=path) if path and len(path) < len(field.path) else field


def _rows_of(draft: Draft, table: Table, down: Field, year: str) -> Table:
    rows = rows_where(down, lambda text: text == year or not text)
    gone = int(np.count_nonzero(~rows))
    draft.facts.append(f"{counted(gone, 'row')} left out: about another time than {year}.")
    return table.taken(rows)
