"""python -m collab undo"""

from __future__ import annotations

from argparse import Namespace

from collab.commands.running import DONE, print_json
from collab.model import YOU
from collab.services.importing import undo_import
from collab.store import Store


def run_undo(options: Namespace) -> int:
    """Undo one import."""
    outcome = undo_import(Store.open(options.database), YOU, options.import_id.strip())
    if options.json:
        effect = outcome.effect
        counts = {"added": effect.added, "changed": effect.changed, "removed": effect.removed}
        print_json({"status": outcome.status, "import": outcome.import_id, **counts, "sentence": outcome.sentence})
    else:
        print(outcome.sentence)
    return DONE
