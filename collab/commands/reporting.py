"""python -m collab report"""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from collab.commands.choices import name_of
from collab.commands.running import DONE
from collab.commands.writable import refuse_place
from collab.errors import CollabError
from collab.model import YOU
from collab.services.initiatives import find_initiative
from collab.services.report import Form, report, written
from collab.services.rounds import find_round
from collab.store import Store

WHAT = {Form.SLIDES: "Slides", Form.PAPER: "PDF"}


def run_report(options: Namespace) -> int:
    """Write the slides or the PDF of a round; a file that is there already stays, unless it is said otherwise."""
    out: Path = options.out
    form = _form(out, force=options.force)
    names = name_of(options.initiative, "--initiative"), name_of(options.round, "--round")
    store = Store.open(options.database)
    initiative = find_initiative(store, names[0], person=YOU)
    round_ = find_round(store, initiative.id, names[1], person=YOU)
    found = report(store, initiative, round_, today=date.today(), person=YOU)
    file = written(found, form)
    out.write_bytes(file.content)
    print(f"{WHAT[form]} of “{initiative.name}”, “{round_.label}”, written to {out}")
    if file.note:
        print(file.note)
    return DONE


def _form(out: Path, *, force: bool) -> Form:
    """What the ending of the file asks for; a sentence where it cannot be written."""
    endings = {f".{form}": form for form in Form}
    if out.suffix.lower() not in endings:
        raise CollabError(f"“{out}” ends neither in .pptx nor in .pdf. Name it .pptx for slides, .pdf for a PDF.")
    refuse_place(out, force=force)
    return endings[out.suffix.lower()]
