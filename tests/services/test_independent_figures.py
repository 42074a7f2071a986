"""Every figure that `python -m collab scores` prints, worked out again from the spreadsheet with pandas alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "data" / "samples"
SHARED = Path(os.environ.get("COLLAB_SHARED_SAMPLES", PROJECT.parent / "shared" / "samples"))
SMALLEST_GROUP = 5
Row = dict[str, Any]
Key = tuple[str, str, str | None]
"""Partner or sector, level, and the key of the factor or dimension (None for overall)."""


@dataclass(frozen=True)
class Printed:
    """What the command line said of one file. by: "partner" or "sector" -> key -> row."""

    report: Row
    by: dict[str, dict[Key, Row]]


def run(*arguments: str) -> Any:
    command = [sys.executable, "-m", "collab", *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@cache
def printed(file: Path, *more: str) -> Printed:
    with TemporaryDirectory() as folder:
        where = ("--initiative", "A", "--round", "B", "--database", f"sqlite:///{folder}/a.sqlite")
        report = run("import", str(file), *where, "--accept", "--json", *more)
        rows = {by: run("scores", *where, "--by", by, "--format", "json") for by in ("partner", "sector")}
    return Printed(report, {by: {key_of(row, by): row for row in lines} for by, lines in rows.items()})


def key_of(row: Row, by: str) -> Key:
    return row[by], row["level"], row["factor"] or row["dimension"]


def close(found: float | None, expected: float | None) -> bool:
    missing = expected is None or pd.isna(expected)
    return found is None if missing else found is not None and abs(found - float(expected)) < 1e-9  # type: ignore[arg-type]


def differing(found: dict[Key, Row], expected: dict[Key, Row]) -> list[object]:
    """Every place at which the two say something else; figures to nine decimals, the rest exactly."""
    unequal: list[object] = [("keys", key) for key in found.keys() ^ expected.keys()]
    for key in found.keys() & expected.keys():
        for name, wanted in expected[key].items():
            got = found[key][name]
            same = close(got, wanted) if name in ("mean", "favourable_share", "agreement") else got == wanted
            if not same:
                unequal.append((key, name, got, wanted))
    return unequal


class TestReportedShares:
    """One line per school: shares of positive answers, S where the source suppresses."""

    SECTORS: ClassVar = {"Traditional": "district", "Charter": "charter"}
    FILES = (SHARED / "baltimore" / "parent_survey_2018-19.xlsx", SAMPLES / "made_up_school_survey.xlsx")

    @pytest.fixture(params=FILES, ids=lambda file: file.stem)
    def file(self, request: pytest.FixtureRequest) -> Path:
        if not request.param.exists():
            pytest.skip(f"{request.param.name} is not on this machine; its made-up twin is tried all the same")
        return request.param

    def sheet(self, file: Path) -> pd.DataFrame:
        """Schools without the totals row: name, sector, answers, and a column of numbers (NaN: suppressed) each."""
        raw = pd.read_excel(file, sheet_name=0, dtype=str, keep_default_na=False, engine="openpyxl")
        schools = raw[raw["School Number"] != "(all)"]
        columns = [name for name in raw.columns if name.endswith("Dimension Score") or name == "OVERALL" or "-" in name]
        columns += [name for name in raw.columns if name.strip().endswith("Dimension Score") and name not in columns]
        figures = schools[columns].apply(pd.to_numeric, errors="coerce")
        assert set(schools[columns].to_numpy()[figures.isna().to_numpy()]) == {"S"}
        figures.columns = pd.Index([name.strip() for name in figures.columns])
        figures["name"] = schools["School Name"].str.strip()
        figures["sector"] = schools["Management Type"].str.strip().map(self.SECTORS).fillna("other")
        figures["answers"] = pd.to_numeric(schools.iloc[:, 4], errors="coerce")
        return figures

    def columns(self, report: Row) -> dict[tuple[str, str | None], str]:
        """Level and key -> the column that it came from, as the import told."""
        return {self.place(key): " ".join(header.split()) for key, header in report["factors"].items()}

    def place(self, key: str) -> tuple[str, str | None]:
        if key == "overall":
            return "overall", None
        return ("factor" if "." in key else "dimension"), key

    def test_every_column_became_its_own_target(self, file: Path) -> None:
        columns, sheet = self.columns(printed(file).report), self.sheet(file)
        normal = {" ".join(name.split()) for name in sheet.columns} - {"name", "sector", "answers"}
        assert set(columns.values()) == normal
        assert len(columns) == len(normal) == 43

    def expected(self, sheet: pd.DataFrame, columns: dict[tuple[str, str | None], str], by: str) -> dict[Key, Row]:
        sheet = sheet.rename(columns=lambda name: " ".join(name.split()))
        found: dict[Key, Row] = {}
        groups = {"partner": sheet.groupby("name"), "sector": sheet.groupby("sector")}[by]
        parts = [*groups, *([("all_partners", sheet)] if by == "sector" else [])]
        for unit, part in parts:
            for (level, key), column in columns.items():
                shown = part[column].notna()
                found[str(unit), level, key] = {
                    "favourable_share": part[column].mean(),
                    "rated": int(part["answers"][shown].sum()) if shown.any() else None,
                    "why": None if shown.any() else "hidden_by_source",
                    "reported": bool(shown.any()),
                    **dict.fromkeys(("mean", "agreement", "band", "counts", "not_applicable", "skipped"), None),
                }
        return found

    @pytest.mark.parametrize("by", ["partner", "sector"])
    def test_every_figure_is_that_of_the_spreadsheet(self, file: Path, by: str) -> None:
        told = printed(file)
        sheet = self.sheet(file)
        assert sheet["answers"].dropna().ge(SMALLEST_GROUP).all()
        expected = self.expected(sheet, self.columns(told.report), by)
        extra = told.by[by].keys() - expected.keys()
        assert all(told.by[by][key]["favourable_share"] is None or key[1] == "dimension" for key in extra)
        assert not differing({key: row for key, row in told.by[by].items() if key not in extra}, expected)

    def test_the_import_tells_how_many_answers_each_school_reports(self, file: Path) -> None:
        report, sheet = printed(file).report, self.sheet(file)
        told = {partner["name"]: partner["responses"] for partner in report["partners"]}
        stated = {name: None if pd.isna(n) else int(n) for name, n in zip(sheet["name"], sheet["answers"], strict=True)}
        assert told == stated
        assert (report["responses"], report["excluded"]) == (0, {"totals": 1})


def test_charters_and_traditional_schools_of_baltimore_differ_as_known() -> None:
    file = TestReportedShares.FILES[0]
    if not file.exists():
        pytest.skip(f"{file.name} is not on this machine")
    found = printed(file).by["sector"]
    sides = [
        round(found[sector, "dimension", key]["favourable_share"], 4)
        for key in ("administration", "district_office")
        for sector in ("charter", "district")
    ]
    assert sides == [0.8845, 0.8398, 0.4655, 0.5250]


class TestAnswerSheets:
    """One row per person: labels, some not applicable, some skipped, one group too small to be shown."""

    FILES = (SAMPLES / "made_up_readiness_autumn_2025.xlsx", SAMPLES / "made_up_readiness_autumn_2026.xlsx")
    SCORES: ClassVar = {"Strongly disagree": 1, "Disagree": 2, "Agree": 3, "Strongly agree": 4}
    MARKS: ClassVar = {"Not applicable": "not_applicable", "": "skipped"}
    SECTORS: ClassVar = {"Catholic & private": "catholic_private"}

    @pytest.fixture(params=FILES, ids=lambda file: file.stem)
    def file(self, request: pytest.FixtureRequest) -> Path:
        return request.param

    @cache  # noqa: B019 - one table per file for the whole run
    def answers(self, file: Path) -> pd.DataFrame:
        """One row per answer: partner, sector, dimension, factor, score (turned, NaN: none), mark."""
        raw = pd.read_excel(file, dtype=str, keep_default_na=False, engine="openpyxl")
        content = tomllib.loads((PROJECT / "data/framework/readiness.toml").read_text(encoding="utf-8"))
        asked = [(d["key"], f) for d in content["dimension"] for f in d["factor"]]
        parts = []
        for dimension, factor in asked:
            given = raw[factor["statement"]]
            score = given.map(self.SCORES)
            assert set(given[score.isna()]) <= set(self.MARKS)
            parts.append(
                pd.DataFrame(
                    {
                        "partner": raw.iloc[:, 5],
                        "sector": raw.iloc[:, 6].map(lambda word: self.SECTORS.get(word, word.lower())),
                        "dimension": dimension,
                        "factor": factor["key"],
                        "score": 5 - score if factor.get("reversed") else score,
                        "mark": given.map(self.MARKS),
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)

    def of_partners(self, answers: pd.DataFrame) -> pd.DataFrame:
        """One row per partner and factor; figures are NaN where fewer than five rated."""
        names = ["partner", "sector", "dimension", "factor"]
        grouped = answers.groupby(names, sort=False)
        cells = pd.DataFrame(
            {
                "rated": grouped["score"].count(),
                "mean": grouped["score"].mean(),
                "favourable_share": grouped["score"].apply(lambda scores: (scores.dropna() >= 3).mean()),
                "counts": grouped["score"].apply(lambda scores: [int((scores == s).sum()) for s in (1, 2, 3, 4)]),
                **{
                    mark: grouped["mark"].apply(lambda marks, mark=mark: int((marks == mark).sum()))
                    for mark in self.MARKS.values()
                },
            }
        ).reset_index()
        cells["agreement"] = [agreement(counts) for counts in cells["counts"]]
        cells["hidden"] = cells["rated"] < SMALLEST_GROUP
        cells.loc[cells["hidden"], ["mean", "favourable_share", "agreement"]] = float("nan")
        return cells

    def of_sectors(self, cells: pd.DataFrame) -> pd.DataFrame:
        """The same per sector and for all partners: unweighted means over shown partners."""
        keys = ["sector", "dimension", "factor"]
        groups = pd.concat([cells, cells.assign(sector="all_partners")]).groupby(keys, sort=False)
        found = pd.DataFrame([dict(zip(keys, key, strict=True)) | self.sector_cell(part) for key, part in groups])
        # A sector of which nothing is shown hides all partners too, or it could be worked out.
        small = set(found.loc[found["hidden"], "factor"])
        found["hidden"] |= (found["sector"] == "all_partners") & found["factor"].isin(small)
        found.loc[found["hidden"], ["mean", "favourable_share", "agreement"]] = float("nan")
        return found

    def sector_cell(self, part: pd.DataFrame) -> Row:
        shown = part[~part["hidden"]]
        shares = pd.DataFrame([[n / sum(counts) for n in counts] for counts in shown["counts"]]).mean()
        return {
            "mean": shown["mean"].mean(),
            "favourable_share": shown["favourable_share"].mean(),
            "agreement": agreement(shares.tolist()),
            "counts": [sum(each) for each in zip((0, 0, 0, 0), *shown["counts"], strict=True)],
            "hidden": shown.empty,
            **{name: int(shown[name].sum()) for name in ("rated", *self.MARKS.values())},
        }

    def rows_of_sectors(self, cells: pd.DataFrame) -> dict[Key, Row]:
        """Dimensions and overall of a sector: the mean of its partners', save agreement, that of its factors."""
        partners, sector_of = self.rows(cells, "partner"), dict(zip(cells["partner"], cells["sector"], strict=True))
        found = self.rows(self.of_sectors(cells), "sector")
        for (sector, level, key), row in found.items():
            own = [partners[name, level, key] for name, its in sector_of.items() if sector in (its, "all_partners")]
            if level != "factor":
                row |= pd.DataFrame(own)[["mean", "favourable_share"]].astype(float).mean().to_dict()
                row["band"] = band(row["mean"])
            if level == "dimension":
                row |= {name: sum(each[name] or 0 for each in own) for name in ("rated", "not_applicable", "skipped")}
        return found

    def rows(self, cells: pd.DataFrame, by: str) -> dict[Key, Row]:
        """What scores should print of each factor, dimension and overall."""
        found: dict[Key, Row] = {}
        for cell in cells.to_dict("records"):
            found[cell[by], "factor", cell["factor"]] = self.factor_row(cell)
        for unit, part in cells.groupby(by):
            figures = {key: self.dimension_row(own) for key, own in part.groupby("dimension")}
            overall = pd.DataFrame(figures.values())[["mean", "favourable_share"]].mean(skipna=False)
            found |= {(str(unit), "dimension", str(key)): row for key, row in figures.items()}
            found[str(unit), "overall", None] = {**overall, "band": band(overall["mean"]), "counts": None}
        return found

    def factor_row(self, cell: Row) -> Row:
        counts = {str(score): n for score, n in zip((1, 2, 3, 4), cell["counts"], strict=True)}
        shown = {name: cell[name] for name in ("rated", "not_applicable", "skipped")}
        return {
            **{name: cell[name] for name in ("mean", "favourable_share", "agreement")},
            **(dict.fromkeys(shown) if cell["hidden"] else shown),
            "counts": None if cell["hidden"] else counts,
            "band": band(cell["mean"]),
            "why": "hidden" if cell["hidden"] else None,
            "reported": False,
        }

    def dimension_row(self, own: pd.DataFrame) -> Row:
        enough = 2 * own["mean"].notna().sum() >= len(own)
        names = ("mean", "favourable_share", "agreement")
        figures = {name: own[name].mean() if enough else None for name in names}
        shown = own[~own["hidden"]]
        sums = {name: int(shown[name].sum()) if len(shown) else None for name in ("rated", "not_applicable", "skipped")}
        return {**figures, **sums, "band": band(figures["mean"]), "counts": None}

    def test_every_figure_of_a_partner_is_that_of_the_spreadsheet(self, file: Path) -> None:
        cells = self.of_partners(self.answers(file))
        assert cells["hidden"].any()
        assert not differing(printed(file, "--mode", "individual").by["partner"], self.rows(cells, "partner"))

    def test_every_figure_of_a_sector_is_that_of_the_spreadsheet(self, file: Path) -> None:
        cells = self.of_partners(self.answers(file))
        assert not differing(printed(file, "--mode", "individual").by["sector"], self.rows_of_sectors(cells))


def band(mean: float | None) -> str | None:
    """The band of a mean as displayed, halves up (all means are positive)."""
    if mean is None or pd.isna(mean):
        return None
    displayed = int(mean * 10 + 0.5 + 1e-9) / 10
    return "strength" if displayed >= 3.25 else "borderline" if displayed >= 2.5 else "concern"


def agreement(heights: list[float]) -> float | None:
    """van der Eijk's A by taking layer after layer off the pile and comparing triples of points, as published."""
    total = sum(heights)
    if not total:
        return None
    left, found = list(heights), 0.0
    while max(left) > 1e-12:
        layer = [height > 1e-12 for height in left]
        height = min(value for value, on in zip(left, layer, strict=True) if on)
        found += height * sum(layer) / total * agreement_of_layer(layer)
        left = [value - height if on else 0.0 for value, on in zip(left, layer, strict=True)]
    return found


def agreement_of_layer(layer: list[bool]) -> float:
    points, used = len(layer), sum(layer)
    if used == 1:
        return 1.0
    triples = [
        (layer[a], layer[b], layer[c])
        for a in range(points)
        for b in range(a + 1, points)
        for c in range(b + 1, points)
    ]
    together = sum(triple in ((True, True, False), (False, True, True)) for triple in triples)
    apart = sum(triple == (True, False, True) for triple in triples)
    peaked = (
        ((points - 2) * together - (points - 1) * apart) / ((points - 2) * (together + apart))
        if together + apart
        else 1.0
    )
    return peaked * (1 - (used - 1) / (points - 1))
