"""python -m collab import"""

from __future__ import annotations

import sys
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collab.commands.choices import answers_in, file_of, key_of, name_of
from collab.commands.running import DONE, NEEDS_ANSWERS, REFUSED, print_json, say
from collab.errors import CollabError
from collab.model import YOU, Mode, Sector

if TYPE_CHECKING:
    from collab.exchange.sheet import Book
    from collab.services.importing import Outcome, Preview
    from collab.store import Store

Report = dict[str, Any]


def run_import(options: Namespace) -> int:
    """Look at a file, save it where everything is settled, and tell what happened."""
    given = _given(options)
    store, book = _store_and_book(options.database, file_of(options.file))
    from collab.exchange.returned_sheets import is_workbook

    if is_workbook(book):
        from collab.commands.workbook_back import bring

        return bring(options, store, book)
    preview = _considered(options, store, book, given)
    from collab.services.importing import save

    saves = preview.status in ("ready", "unchanged") and not options.dry_run
    outcome = save(store, YOU, preview, progress=_progress()) if saves else None
    report = _report(preview, outcome, dry_run=options.dry_run)
    if options.json:
        print_json(report)
    else:
        _tell(options, report, preview, outcome)
    return {"refused": REFUSED, "needs_answers": NEEDS_ANSWERS}.get(str(report["status"]), DONE)


def _given(options: Namespace) -> dict[str, Any]:
    """What was said about a file of answers; a wish that cannot be met is told before the file is read."""
    file_of(options.file)
    for name, option in ((options.initiative, "--initiative"), (options.round, "--round")):
        if name is not None:
            name_of(name, option)
    return {
        "partner": None if options.partner is None else name_of(options.partner, "--partner"),
        "sector": key_of(Sector, options.sector, "--sector"),
        "mode": key_of(Mode, options.mode, "--mode"),
        "answers": answers_in(options.answers),
        "accept": options.accept,
    }


def _considered(options: Namespace, store: Store, book: Book, given: dict[str, Any]) -> Preview:
    if options.initiative is None or options.round is None:
        raise CollabError("Say where these answers go: --initiative NAME and --round LABEL are both needed.")
    from collab.services.importing import Destination, consider

    goes = Destination(name_of(options.initiative, "--initiative"), name_of(options.round, "--round"))
    return consider(store, YOU, book, destination=goes, **given)


def _store_and_book(database: str | None, path: Path) -> tuple[Store, Book]:
    """The open store and the file as read: what the store and recognition need loads while the child reads."""
    from collab.exchange.reading import book

    with ThreadPoolExecutor(1, "spreadsheet") as beside:
        reading = beside.submit(book.read, path, file_name=path.name, progress=_progress())
        import collab.exchange.recognise
        import collab.services.importing  # noqa: F401 - loaded now, used once the file has been read
        from collab.store import Store

        return Store.open(database), reading.result()


def _report(preview: Preview, outcome: Outcome | None, *, dry_run: bool) -> Report:
    """The preview's report; of a dry run with the status that saving would give."""
    report = preview.report(outcome)
    if not dry_run:
        return report
    return {**report, "status": "saved" if report["status"] == "ready" else report["status"], "dry_run": True}


def _progress() -> Any:
    """Progress as one line that is written over, where a person watches; else None."""
    if not sys.stderr.isatty():
        return None

    def show(share: float, what: str) -> None:
        sys.stderr.write(f"\r\033[K{share:4.0%} {what}" if share < 1 else "\r\033[K")
        sys.stderr.flush()

    return show


def _tell(options: Namespace, report: Report, preview: Preview, outcome: Outcome | None) -> None:
    for fact in preview.findings.facts:
        print(fact)
    for warning in preview.warnings:
        say(f"Please note: {warning}")
    for problem in preview.problems:
        say(str(problem))
    if report["status"] == "needs_answers":
        _tell_questions(report)
    elif report["status"] == "refused":
        say(f"“{options.file.name}” was not saved.")
    elif outcome is not None:
        print(outcome.sentence)
        if outcome.import_id and outcome.status == "saved":
            print(f"Undo it with: python -m collab undo {outcome.import_id}")
    else:
        print(_would(report, preview))


def _would(report: Report, preview: Preview) -> str:
    effect = preview.effect
    if report["status"] == "unchanged" or effect is None:
        return "Nothing would change: the round already holds this."
    return (
        f"Nothing was saved. Saving would add {effect.added}, change {effect.changed} and remove "
        f"{effect.removed}; {effect.unchanged} would stay as they are."
    )


def _tell_questions(report: Report) -> None:
    say("Nothing was saved yet. Please answer (with --answers FILE.json, or --accept to take every proposal):")
    for question in report["questions"]:
        say(f"\n  {question['id']}: {question['ask']}")
        for key, label in (question.get("labels") or {}).items():
            say(f"      {key}{f'  ({label})' if label != key else ''}")
        if question["proposal"] is not None:
            say(f"      proposal: {_proposal(question['proposal'])}")


def _proposal(proposal: object) -> str:
    if isinstance(proposal, list):
        return ", ".join(map(str, proposal)) or "none of them"
    return str(proposal)
