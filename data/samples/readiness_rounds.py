"""Makes the sample: two rounds of an invented initiative, written the way Microsoft Forms exports answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import xlsxwriter

from collab.framework import load_framework
from collab.model import Instrument

SEED = 2025
ORGANISATION = "Which organization do you answer for?"
SECTOR = "What kind of organization is it?"
ROLE = "What is your role?"
ROLES = ("School leader", "Teacher", "Counselor or support staff", "Central office", "Board member")
COMMENT = "What should we talk about first?"
NOT_APPLICABLE, SKIPPED = -1, -2


@dataclass(frozen=True)
class Group:
    """One partner: how many people answered in each round, and how far it stands from its sector."""

    name: str
    sector: str
    people: tuple[int, int]
    lean: float = 0.0


@dataclass(frozen=True)
class Wave:
    """One round: its file, its first day, and how much higher each dimension stands."""

    file: str
    first_day: datetime
    rise: dict[str, float]


GROUPS = (
    Group("Eastport City Schools", "District", (36, 38), 0.05),
    Group("Harrow County Schools", "District", (28, 31), -0.15),
    Group("Millbrook Unified Schools", "District", (22, 20), 0.10),
    Group("Lantern Street Charter School", "Charter", (24, 26), 0.15),
    Group("Northlight Academies", "Charter", (19, 21), 0.00),
    Group("Tidewheel Charter School", "Charter", (16, 15), -0.20),
    Group("Copper Kettle Charter School", "Charter", (14, 16), 0.05),
    Group("Kestrel Point Charter School", "Charter", (4, 4), 0.10),
    Group("St. Orrin Catholic School", "Catholic & private", (12, 11)),
    Group("State Office for School Partnerships", "State", (9, 9)),
    Group("Eastport Families Together", "Community", (13, 14)),
)

WAVES = (
    Wave(
        "made_up_readiness_autumn_2025.xlsx",
        datetime(2025, 10, 6, 7, 40),
        {"purpose": 0.0, "environment": 0.0, "partners": 0.0, "capacity": 0.0},
    ),
    Wave(
        "made_up_readiness_autumn_2026.xlsx",
        datetime(2026, 10, 5, 7, 55),
        {"purpose": 0.25, "environment": 0.15, "partners": 0.40, "capacity": 0.45},
    ),
)

# How ready a typical person of each sector finds each factor in the first round (1 to 4, good is high):
# everybody, district, charter.
READINESS = {
    "purpose.problem": (3.3, 0.10, -0.05),
    "purpose.vision": (2.8, -0.05, 0.10),
    "purpose.benefits": (3.2, -0.15, 0.15),
    "purpose.objectives": (2.5, 0.00, 0.00),
    "environment.history": (2.3, 0.15, -0.20),
    "environment.setbacks": (2.2, 0.15, -0.15),
    "environment.champions": (2.9, 0.10, 0.00),
    "environment.opinion": (2.7, -0.60, 0.60),
    "partners.team": (2.8, 0.20, -0.15),
    "partners.relationships": (2.4, 0.05, -0.15),
    "partners.skills": (2.7, 0.05, 0.00),
    "partners.self_knowledge": (2.9, -0.10, 0.15),
    "capacity.staff": (2.4, 0.25, -0.30),
    "capacity.funding": (2.0, 0.15, -0.10),
    "capacity.governance": (2.5, 0.30, 0.00),
    "capacity.convener": (2.6, 0.00, 0.05),
    "capacity.communication": (2.2, 0.05, -0.05),
}
# Charter people either welcome a joint structure or fear for their freedom; hardly anyone is in between.
SPLIT_FACTOR = "capacity.governance"
SPLIT_WELCOME = {
    "Lantern Street Charter School": 0.85,
    "Northlight Academies": 0.30,
    "Tidewheel Charter School": 0.20,
    "Copper Kettle Charter School": 0.75,
    "Kestrel Point Charter School": 0.50,
}
# Shares of "Not applicable"; the convener was unknown to many in the first round.
NOT_APPLICABLE_SHARE = {"capacity.convener": (0.41, 0.08), "environment.opinion": (0.07, 0.05)}
USUAL_NOT_APPLICABLE, SKIPPED_SHARE = 0.025, 0.012
ROLE_SHARES = (0.22, 0.41, 0.13, 0.18, 0.06)
# Shares of people who wrote a comment: in large groups and in the others.
LARGE_GROUP, COMMENTED_SHARE = 25, (0.34, 0.13)

COMMENTS = (
    "Bus routes. Nothing else will work if students cannot get there.",
    "One enrollment calendar for the whole city would help families most.",
    "We say we share students, but we do not share what we know about them.",
    "I would like to see what the other schools answered before we talk.",
    "Who decides when we disagree? That is my question.",
    "Special education placements need a plan that both sides trust.",
    "The building dispute is over, but people still remember it.",
    "Start small: one joint training day, done well.",
    "Our teachers have never met theirs. Let them visit each other.",
    "Money comes first. Without it this is a nice conversation.",
    "Please do not add another meeting to the month.",
    "Families ask me why the schools on the same street do not talk.",
    "The attendance teams could meet tomorrow; nobody has to decide anything for that.",
    "I worry that we would give up what makes our school different.",
    "A neutral person should run the meetings.",
    "We need the principals in the room, not only the central office.",
    "Mid-year transfers: agree on how records move.",
    "The mathematics coaches already work together. Build on that.",
    "Write down what we promise, with dates.",
    "Last time the plan ended when two people left.",
    "We have people who could do this, but not the hours.",
    "Show families a single list of open seats.",
    "I do not know enough about how the other sector is funded.",
    "Trust will grow if we finish one thing.",
    "Translate everything we send to families.",
    "The board has not discussed this yet.",
    "Summer programs are the easiest place to begin.",
    "We should agree on what success looks like before we start.",
    "Transportation and food service could be bought together.",
    "Tell the newspaper less and the teachers more.",
    "Some schools are not at this table. Why?",
    "A shared training for new teachers would save both of us money.",
    "What happens to our data after the survey?",
    "The first meeting was good. Keep the tone.",
    "I answered for my team; we do not all agree.",
    "Discipline rules differ so much that families are lost.",
    "Share the building calendar: two gyms stand empty on weekends.",
    "We need an honest talk about who serves which students.",
    "Report back to us what came of this.",
    "Early literacy: we use the same program and never compare results.",
    "Set a date for looking at this again.",
    "Agree on a few things we will not compete over.",
)


def ratings_of(group: Group, wave: Wave, instrument: Instrument, chance: np.random.Generator) -> np.ndarray:
    """What the people of one partner answered: int, people x factors; scores as given, or a negative mark."""
    number = WAVES.index(wave)
    people = group.people[number]
    person = chance.normal(0, 0.35, people)
    columns = []
    for factor in instrument.factors:
        everybody, district, charter = READINESS[factor.key]
        shift = {"District": district, "Charter": charter}.get(group.sector, 0.0)
        level = everybody + shift + group.lean + wave.rise[factor.dimension]
        readiness = level + person + chance.normal(0, 0.62, people)
        if factor.key == SPLIT_FACTOR and group.sector == "Charter":
            welcome = chance.random(people) < SPLIT_WELCOME[group.name] + 0.05 * number
            readiness = np.where(welcome, 3.9, 1.1) + chance.normal(0, 0.32, people)
        score = np.clip(np.rint(readiness), 1, 4).astype(int)
        given = 5 - score if factor.reversed else score
        unknown = NOT_APPLICABLE_SHARE.get(factor.key, (USUAL_NOT_APPLICABLE,) * 2)[number]
        given[chance.random(people) < unknown] = NOT_APPLICABLE
        given[chance.random(people) < SKIPPED_SHARE] = SKIPPED
        columns.append(given)
    return np.array(columns).T


def rows_of(wave: Wave, instrument: Instrument) -> list[list[object]]:
    """The rows of one file in the order in which the forms came in."""
    chance = np.random.default_rng([SEED, WAVES.index(wave)])
    labels = {point.score: point.label for point in instrument.scale}
    labels |= {NOT_APPLICABLE: instrument.not_applicable, SKIPPED: ""}
    remarks = iter(chance.permutation(len(COMMENTS)))
    sheets = [
        [
            *(group.name, group.sector),
            *(labels[int(rating)] for rating in ratings),
            ROLES[int(chance.choice(len(ROLES), p=ROLE_SHARES))],
            _remark(len(everybody), remarks, chance),
        ]
        for group in GROUPS
        for everybody in (ratings_of(group, wave, instrument, chance),)
        for ratings in everybody
    ]
    order = chance.permutation(len(sheets))
    rows: list[list[object]] = []
    number, moment = 0, wave.first_day
    for which in order:
        number += 1 + int(chance.random() < 0.03)
        moment += timedelta(minutes=int(chance.integers(6, 120)))
        end = moment + timedelta(seconds=int(chance.integers(170, 720)))
        rows.append([number, moment, end, "anonymous", "", *sheets[which]])
    return rows


def _remark(people: int, remarks: Iterator[int], chance: np.random.Generator) -> str:
    """A comment, or "" as most people leave it; nobody in a round repeats another's."""
    wrote = chance.random() < COMMENTED_SHARE[people < LARGE_GROUP]
    which = next(remarks, None) if wrote else None
    return "" if which is None else COMMENTS[which]


def write_wave(wave: Wave, folder: Path) -> Path:
    """Write one round's file and return its path."""
    instrument = load_framework().instruments[0]
    statements = [factor.statement for factor in instrument.factors]
    headers = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        ORGANISATION,
        SECTOR,
        *statements,
        ROLE,
        COMMENT,
    ]
    rows = rows_of(wave, instrument)
    path = folder / wave.file
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    book.set_properties(
        {
            "title": "Made-up sample: Eastport Compact",
            "comments": "Invented answers of invented organizations, for learning and for tests.",
            "created": wave.first_day,
        }
    )
    sheet = book.add_worksheet("Sheet1")
    moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value, moment)
            elif value != "":
                sheet.write(number, column, value)
    columns = [{"header": header} for header in headers]
    sheet.add_table(0, 0, len(rows), len(headers) - 1, {"name": "Table1", "columns": columns})
    sheet.set_column(0, len(headers) - 1, 20)
    book.close()
    return path
