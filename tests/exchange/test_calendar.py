"""Calendar files: whole days, folded and escaped text, the same bytes for the same entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest

from collab.exchange.calendar import LONGEST_SUMMARY, Entry, calendar_file

ENTRY = Entry(
    uid="step-1",
    day=date(2026, 12, 31),
    summary="Agree",
    description="Agree",
    category="Next step",
    changed_at=datetime(2026, 11, 1, 12, 30, tzinfo=UTC),
    sequence=7,
)


WRITTEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def a_file(*entries: Entry, name: str = "Owed") -> bytes:
    return calendar_file(name, entries, written_at=WRITTEN)


def back(entry: Entry) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(a_file(entry)).walk("VEVENT")
    return event


def test_a_file_without_entries_is_a_calendar_all_the_same() -> None:
    made = icalendar.Calendar.from_ical(a_file(name="What A owes"))
    assert (made["version"], made["method"], made["x-wr-calname"]) == ("2.0", "PUBLISH", "What A owes")


def test_its_name_is_escaped_and_stands_on_one_line() -> None:
    lines = a_file(name="What A; B,\nC \\ D owe\x85").split(b"\r\n")
    assert rb"X-WR-CALNAME:What A\; B\, C \\ D owe" in lines


@pytest.mark.parametrize("day", [date.max, date.min, date(1850, 1, 1)])
def test_a_day_far_away_is_an_entry_too(day: date) -> None:
    event = back(replace(ENTRY, day=day))
    assert event["dtstart"].dt == day
    assert ("dtend" in event) == (day < date.max)


def test_an_entry_fills_its_day_and_keeps_nobody_s_time() -> None:
    event = back(ENTRY)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (event["transp"], event["sequence"], event["uid"]) == ("TRANSPARENT", 7, "step-1@common-ground")
    assert (event["dtstamp"].dt, event["last-modified"].dt) == (WRITTEN, ENTRY.changed_at)
    assert "URL" not in event


def test_text_of_any_kind_comes_back_as_it_was_written() -> None:
    text = 'A, b; c: "d" \\n e\nBEGIN:VEVENT\nÜber 日本語 ' + "x" * 200
    assert back(replace(ENTRY, description=text))["description"] == text


def test_no_line_is_longer_than_the_format_allows_and_all_end_as_it_asks() -> None:
    made = a_file(replace(ENTRY, description="Über 日本語 " * 60))
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_control_characters_are_blanks_so_that_words_stay_apart() -> None:
    event = back(replace(ENTRY, summary="Agree\tand\x85sign\x00\x1b\x7f", description="One\tday\x85each\nday\ud800"))
    assert (event["summary"], event["description"]) == ("Agree and sign", "One day each\nday")


def test_a_long_title_is_cut_and_stands_on_one_line() -> None:
    said = str(back(replace(ENTRY, summary="Agree\non " + "all " * 200))["summary"])
    assert len(said) <= LONGEST_SUMMARY
    assert said.startswith("Agree on all")
    assert said.endswith("…")


def test_the_same_entries_give_the_same_bytes() -> None:
    assert a_file(ENTRY) == a_file(ENTRY)
