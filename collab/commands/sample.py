"""python -m collab sample"""

from __future__ import annotations

from argparse import Namespace

from collab.commands.running import DONE
from collab.model import YOU
from collab.services.initiatives import overview
from collab.services.sample import load_sample, loaded_sample, other_names
from collab.store import Store


def run_sample(options: Namespace) -> int:
    """Load the made-up sample, once."""
    store = Store.open(options.database)
    there = loaded_sample(store)
    initiative = there or load_sample(store, YOU)
    print(f"The sample is already there: “{initiative.name}”." if there else f"Loaded “{initiative.name}”.")
    card = next(card for card in overview(store) if card.initiative.id == initiative.id)
    for line in card.rounds:
        print(f"  {line.round.label}: {line.responses} answer sheets of {line.partners} partners")
    print("Beside it, made up as well: " + ", ".join(f"“{name}”" for name in other_names()))
    return DONE
