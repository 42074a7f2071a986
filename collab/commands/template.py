"""python -m collab template"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collab.commands.choices import key_of, name_of
from collab.commands.running import DONE, say
from collab.errors import CollabError
from collab.model import Mode
from collab.services.template import Template, blank_template, template_of
from collab.store import Store


def run_template(options: Namespace) -> int:
    """Write the workbook that partners fill in."""
    out: Path = options.out
    if out.suffix.lower() != ".xlsx":
        raise CollabError(f"“{out}” does not end in .xlsx. The template is an Excel workbook: name it so.")
    if out.exists() and out.stat().st_size:
        raise CollabError(f"“{out}” is already there and is left as it is. Choose another name.")
    if not out.parent.is_dir():
        raise CollabError(f"There is no folder “{out.parent}”. Make it first, or choose another.")
    template = _template(options)
    out.write_bytes(template.content)
    if template.note:
        say(template.note)
    print(f"Template written to {out}")
    return DONE


def _template(options: Namespace) -> Template:
    mode = key_of(Mode, options.mode, "--mode")
    store = Store.open(options.database)
    if options.initiative is None and options.round is None:
        return blank_template(store, mode=mode)
    if options.initiative is None or options.round is None:
        raise CollabError("--initiative and --round belong together. Give both, or neither for a blank template.")
    names = name_of(options.initiative, "--initiative"), name_of(options.round, "--round")
    return template_of(store, *names, mode=mode)
