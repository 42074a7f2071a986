"""Runs one command and turns what went wrong into a sentence and an exit status, never a traceback."""

from __future__ import annotations

import json
import logging
import sys
from argparse import Namespace
from importlib import import_module

from collab.errors import CollabError, Problem, Refused

DONE, REFUSED, NEEDS_ANSWERS, INTERRUPTED = 0, 2, 3, 130

# Modules load only for the command that needs them: a start must cost little.
MODULES = {
    "sample": "collab.commands.sample",
    "import": "collab.commands.importing",
    "scores": "collab.commands.scores",
    "template": "collab.commands.template",
    "export": "collab.commands.exporting",
    "report": "collab.commands.reporting",
    "undo": "collab.commands.undo",
    "check": "collab.commands.keeping",
    "backup": "collab.commands.keeping",
    "restore": "collab.commands.keeping",
}


def run_command(options: Namespace) -> int:
    """Run the command of these options and return the exit status."""
    _speak_utf8()
    # Else what is logged for those who run a server would stand among the sentences on standard error.
    logging.getLogger("collab").addHandler(logging.NullHandler())
    try:
        module = import_module(MODULES[options.command])
        return int(getattr(module, f"run_{options.command}")(options))
    except CollabError as fault:
        return refuse(options, fault)
    except KeyboardInterrupt:
        say("Stopped. What was not finished has left nothing behind.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as fault:
        place = f"“{fault.filename}”: " if fault.filename else ""
        return refuse(options, CollabError(f"{place}{fault.strerror or fault}."))


def refuse(options: Namespace, fault: CollabError) -> int:
    """Tell why nothing was done; with --json as an object on standard output too."""
    if getattr(options, "json", False):
        print_json(refusal(fault))
    for line in str(fault).splitlines():
        say(line)
    return REFUSED


def refusal(fault: CollabError) -> dict[str, object]:
    """The object that --json prints for a file or a wish that was refused before anything was understood."""
    problems = fault.problems if isinstance(fault, Refused) else (Problem(str(fault), "", ""),)
    return {
        "status": "refused",
        "import": None,
        "kind": None,
        "instrument": None,
        "responses": 0,
        "excluded": {},
        "partners": [],
        "factors": {},
        "ignored_columns": [],
        "problems": [problem.as_dict() for problem in problems],
        "questions": [],
    }


def say(text: str) -> None:
    """A sentence on standard error."""
    print(text, file=sys.stderr)


def print_json(value: object) -> None:
    """One JSON value on standard output; what is not defined is null, never NaN."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def _speak_utf8() -> None:
    """Windows writes to a pipe in an old code page unless told otherwise."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
