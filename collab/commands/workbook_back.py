"""python -m collab import, where the file is the workbook of an initiative that came back."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from collab.commands.choices import answers_in, day_of, name_of
from collab.commands.running import DONE, NEEDS_ANSWERS, print_json, say
from collab.errors import CollabError
from collab.exchange.recognise.text import counted
from collab.model import YOU
from collab.services import workbook_back
from collab.services.initiatives import find_initiative
from collab.services.wording import listed
from collab.services.workbook_back import Saved, SheetPreview, Workbook, WorkbookPreview

if TYPE_CHECKING:
    from collab.exchange.sheet import Book
    from collab.services.bulk import Row
    from collab.store import Store

KEPT, SHEET = "kept", "sheet"
CHOICES = {KEPT: "what is saved stays", SHEET: "the text of the workbook is taken"}


def bring(options: Namespace, store: Store, book: Book) -> int:
    """Look at a workbook, save the rows that stand, and tell what waits and why."""
    back = workbook_back.workbook_of(store, YOU, book)
    _refuse_elsewhere(options, store, back)
    held_on = day_of(options.held_on, "--held-on") or date.today()
    shown = workbook_back.preview(store, YOU, back, held_on=held_on)
    asked = _asked(shown)
    given = _choices(answers_in(options.answers), asked)
    take = frozenset(asked[name] for name, choice in given.items() if choice == SHEET)
    settled = frozenset(asked if options.accept else given)
    shown = workbook_back.preview(store, YOU, back, held_on=held_on, take=take)
    saved = None
    if shown.saved and not options.dry_run:
        saved = workbook_back.save(store, YOU, back, held_on=held_on, seen=shown.seen, take=take)
    report = _report(shown, saved, settled, options)
    if options.json:
        print_json(report)
    else:
        _tell(shown, report)
    return DONE if report["status"] in ("saved", "unchanged") else NEEDS_ANSWERS


def _refuse_elsewhere(options: Namespace, store: Store, back: Workbook) -> None:
    if options.initiative is None:
        return
    wanted = find_initiative(store, name_of(options.initiative, "--initiative"), person=YOU)
    if wanted.id != back.initiative_id:
        raise CollabError(
            f"“{options.file.name}” is the workbook of another initiative than “{wanted.name}”. Leave --initiative "
            "out, and it goes back to where it came from."
        )


def _choices(given: Mapping[str, object], asked: Mapping[str, str]) -> dict[str, str]:
    """What was chosen of each question; a CollabError where something is answered that nobody asked, or not so."""
    questions = {name.casefold(): name for name in asked}
    found: dict[str, str] = {}
    for name, choice in given.items():
        question, word = questions.get(name.strip().casefold()), str(choice).strip().casefold()
        if question is None:
            open_ones = listed(tuple(f"“{each}”" for each in asked)) or "none"
            raise CollabError(f"--answers: “{name}” is not asked. Open questions: {open_ones}. Correct the name.")
        if word not in CHOICES:
            allowed = listed(tuple(f"“{key}” ({what})" for key, what in CHOICES.items()))
            raise CollabError(f"--answers: “{choice}” is no answer to “{question}”. Allowed: {allowed}. Choose one.")
        found[question] = word
    return found


def _asked(shown: WorkbookPreview) -> dict[str, str]:
    """Question id -> the row that two people changed."""
    return {
        _question(sheet, row): workbook_back.row_id(sheet.part, row.key)
        for sheet in shown.sheets
        if sheet.preview
        for row in sheet.preview.both
    }


def _question(sheet: SheetPreview, row: Row) -> str:
    return f"{sheet.part.name} row {row.place[1]}"


def _report(shown: WorkbookPreview, saved: Saved | None, settled: frozenset[str], options: Namespace) -> dict[str, Any]:
    questions = [
        {
            "id": _question(sheet, row),
            "ask": _both(sheet, row),
            "choices": list(CHOICES),
            "labels": CHOICES,
            "proposal": KEPT,
        }
        for sheet in shown.sheets
        if sheet.preview
        for row in sheet.preview.both
        if _question(sheet, row) not in settled
    ]
    problems = [each for sheet in shown.sheets if sheet.preview for each in sheet.preview.problems]
    refused = {sheet.part.name: sheet.preview.refused for sheet in shown.sheets if sheet.preview}
    waits = questions or problems or any(refused.values())
    return {
        "status": "needs_answers" if waits else "saved" if shown.saved else "unchanged",
        "kind": "workbook",
        "initiative": shown.initiative.name,
        "changed": saved.changed if saved else 0,
        "added": saved.added if saved else 0,
        "saved_since_download": shown.since,
        "sheets": {sheet.part.name: _sheet(sheet) for sheet in shown.sheets},
        "problems": [each.as_dict() for each in problems],
        "questions": questions,
        **({"dry_run": True} if options.dry_run else {}),
    }


def _sheet(sheet: SheetPreview) -> Mapping[str, object] | None:
    """What one sheet would do; null where it is not in the file."""
    preview = sheet.preview
    if preview is None:
        return None
    return {
        "changes": [
            {"row": row.place[1], "what": row.label, "field": each.field, "was": each.before, "becomes": each.after}
            for row in preview.saved
            for each in row.changes
        ],
        "close": {f"row {row.place[1]}": [row.is_close, row.label] for row in preview.rows if row.is_close},
        "notes": list(preview.notes),
        "refused": preview.refused,
    }


def _both(sheet: SheetPreview, row: Row) -> str:
    texts = "; ".join(
        f"{sheet.part.titles[each.field]}: saved “{each.before}”, in the workbook “{each.after}”"
        for each in row.changes
    )
    where = f"Sheet “{sheet.part.name}”, row {row.place[1]}"
    return f"{where}: “{row.label}” was also changed by somebody else ({texts})."


def _tell(shown: WorkbookPreview, report: Mapping[str, Any]) -> None:
    print(f"The workbook of “{shown.initiative.name}”.")
    for name in shown.workbook.copied:
        say(f"Please note: {name}: this sheet looks like a copy of another one and is not read.")
    if shown.since:
        saved = f"{counted(shown.since, 'change')} saved here since the workbook was downloaded"
        say(f"Please note: {saved}; a new download has what is kept.")
    titles = {sheet.part.name: sheet.part.titles for sheet in shown.sheets}
    for name, sheet in report["sheets"].items():
        if sheet is None:
            print(f"{name}: not in the file; nothing of it is changed.")
            continue
        for each in sheet["changes"]:
            where = f"{name}, row {each['row']}, “{each['what']}”, {titles[name][each['field']]}"
            print(f"{where}: “{each['was']}” → “{each['becomes']}”")
        for where, (written, taken) in sheet["close"].items():
            say(f"Please note: {name}, {where}: “{written}” is taken as “{taken}”.")
        for note in (*sheet["notes"], *filter(None, [sheet["refused"]])):
            say(f"Please note: {name}: {note}")
    for sheet in shown.sheets:
        for problem in sheet.preview.problems if sheet.preview else ():
            say(str(problem))
    for question in report["questions"]:
        say(f"{question['ask']} {_how_to_answer(question['id'])}")
    print(_done(report, shown.saved))


def _how_to_answer(question: str) -> str:
    ways = " or ".join(
        f"{json.dumps({question: choice}, ensure_ascii=False)} ({what})" for choice, what in CHOICES.items()
    )
    return f"Say which with --answers FILE.json: {ways}."


def _done(report: Mapping[str, Any], count: int) -> str:
    if report.get("dry_run"):
        return f"Nothing was saved. Saving would change or add {counted(count, 'row')}."
    if not count:
        return "Nothing to save."
    return f"Saved: {report['changed']} changed, {report['added']} added."
