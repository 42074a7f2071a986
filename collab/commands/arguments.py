"""What can be typed after `python -m collab`, and nothing else: no service is loaded to read it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "python -m collab"
EXIT_STATUS = "Exit status: 0 done, 2 refused, 3 needs answers."


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of one command; command names it. A mistake in them ends the program with status 2."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Common Ground without a screen.", epilog=EXIT_STATUS, allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _command(commands, "sample", "load the made-up sample")
    _add_import(commands)
    _add_scores(commands)
    _add_template(commands)
    _add_export(commands)
    _add_report(commands)
    undo = _command(commands, "undo", "undo one import exactly")
    undo.add_argument("import_id", metavar="IMPORT", help="the id that import printed")
    undo.add_argument("--json", action="store_true", help="print one JSON object")
    _command(commands, "check", "look for faults in the database")
    backup = _command(commands, "backup", "copy the database file while it is in use")
    backup.add_argument("out", metavar="OUT", type=Path, help="the file to write")
    restore = _command(commands, "restore", "put a backup in the place of the database file")
    restore.add_argument("file", metavar="FILE", type=Path, help="a file that backup wrote")
    return parser


def _command(commands: argparse._SubParsersAction, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=EXIT_STATUS,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        help="where the data are (default: COLLAB_DATABASE_URL, else the SQLite file under data/)",
    )
    return parser


def _add_import(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "import", "save a spreadsheet of answers or averages, or a workbook that came back")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--initiative", metavar="NAME", help="made where it is new; a workbook knows its own")
    parser.add_argument("--round", metavar="LABEL", help="made where it is new; a workbook needs none")
    parser.add_argument("--partner", metavar="NAME", help="whose answers these are, where the file does not say")
    parser.add_argument("--sector", metavar="KEY", help="the sector, where the file does not say")
    parser.add_argument("--mode", metavar="team|individual", help="one agreed answer per partner, or several")
    parser.add_argument("--answers", metavar="FILE.json", type=Path, help="an object of question id to choice")
    parser.add_argument("--held-on", metavar="DAY", help="of a review that a workbook begins; today without it")
    parser.add_argument("--accept", action="store_true", help="take every proposal")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and save nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_scores(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "scores", "print every figure of a round")
    parser.add_argument("--initiative", metavar="NAME", required=True)
    parser.add_argument("--round", metavar="LABEL", required=True)
    parser.add_argument("--by", choices=("partner", "sector"), default="partner")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_template(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "template", "write the workbook that partners fill in")
    parser.add_argument("out", metavar="OUT.xlsx", type=Path)
    parser.add_argument("--initiative", metavar="NAME", help="without it, a template for a first start")
    parser.add_argument("--round", metavar="LABEL")
    parser.add_argument("--mode", metavar="team|individual", help="where the round does not say")


def _add_export(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "export", "write the workbook of an initiative, or tables of it for analysts")
    parser.add_argument("out", metavar="OUT.xlsx", type=Path, nargs="?", help="the workbook: all that is kept of it")
    parser.add_argument("--initiative", metavar="NAME", required=True)
    parser.add_argument("--tables", metavar="OUT.zip", type=Path, help="tidy tables, as CSV and Parquet")
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")


def _add_report(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "report", "write slides or a PDF for a meeting about one round")
    parser.add_argument("out", metavar="OUT.pptx|OUT.pdf", type=Path, help="the ending says which of the two")
    parser.add_argument("--initiative", metavar="NAME", required=True)
    parser.add_argument("--round", metavar="LABEL", required=True)
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")
