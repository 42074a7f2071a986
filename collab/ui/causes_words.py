"""Root causes in words: what a card says, what a test came to, what is advised, and the tree in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.plans import Verdict
from collab.services import labels
from collab.ui import shell
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collab.content import RootCauses
    from collab.plans import Cause
    from collab.services.root_causes import TakenUp, Tree, Why

VERDICTS = labels.VERDICTS
CHOSEN = labels.ROOT_CAUSE
PREVENTS, FITS = labels.PREVENTS, labels.FITS
NO_EVIDENCE, EVIDENCE = "No evidence yet", "Evidence"
PROBLEM = "Problem"


def content() -> RootCauses:
    """Prompts, and how many whys are usually enough."""
    return shell.framework().root_causes


def why(depth: int) -> str:
    """What an answer of this depth is called."""
    return f"Why {depth}"


def verdict(given: Verdict) -> str:
    """What a test came to, as a table says it; nothing where nobody answered."""
    return VERDICTS.get(given, "")


def tests(cause: Cause) -> tuple[str, ...]:
    """What the two tests came to, in short; nothing of one that nobody answered."""
    found = ((PREVENTS, cause.prevents), (FITS, cause.fits))
    return tuple(f"{name}: {verdict(given).lower()}" for name, given in found if given is not Verdict.UNSAID)


def foot(cause: Cause) -> tuple[str, ...]:
    """What stands below the words of a card."""
    return (EVIDENCE if cause.evidence or cause.source else NO_EVIDENCE, *tests(cause))


def spoken(each: Why) -> str:
    """A card as a screen reader says it."""
    chosen = f"{CHOSEN}. " if each.cause.is_chosen else ""
    return f"{why(each.depth)}: {each.cause.answer}. {chosen}{'. '.join(foot(each.cause))}."


def marks() -> str:
    """What the short words on the cards mean."""
    texts = content()
    return f"{PREVENTS}: {texts.test_prompt} {FITS}: {texts.fit_prompt} Broken edge: no evidence is named yet."


def reading(tree: Tree) -> str:
    """The tree in two sentences."""
    every = list(tree.every())
    if not every:
        return "Nobody has said yet why this happens."
    shown = sum(bool(each.cause.evidence or each.cause.source) for each in every)
    deep = max(each.depth for each in every)
    begun = f"{many(len(every), 'answer')}, {many(deep, 'why', 'whys')} deep; {shown} with evidence."
    found = tuple(f"“{each.cause.answer}”" for each in tree.chosen)
    if not found:
        return f"{begun} No root cause is chosen yet: answer the two tests of each answer that could be one."
    return f"{begun} {many(len(found), 'root cause')} chosen: {listed(found, most=3)}."


def alt(tree: Tree) -> str:
    """The tree in words, for who does not see it."""
    return f"Why it happens: {tree.problem.statement} {reading(tree)} All of it is in the table of answers."


def advice(cause: Cause) -> str:
    """What is advised before an answer is chosen as a root cause; nothing where both tests say yes."""
    texts = content()
    open_ = [
        prompt
        for prompt, given in ((texts.test_prompt, cause.prevents), (texts.fit_prompt, cause.fits))
        if given is not Verdict.YES
    ]
    if not open_:
        return ""
    asked = " and ".join(f"“{prompt}”" for prompt in open_)
    return f"Choose it when partners can say Yes to {asked}. You can choose it all the same."


def deep_enough(depth: int) -> str:
    """What is said of asking on below an answer of this depth; nothing where there is nothing to say."""
    texts = content()
    if depth < texts.whys:
        return ""
    return (
        f"This is why {depth}. {texts.title} are usually enough: is it a cause that partners can act on? "
        "Ask on if it is not."
    )


def resting(found: Sequence[TakenUp]) -> str:
    """What goes at answers, counted: "1 entry of the logic model and 2 plan steps"; nothing where nothing does."""
    entries, steps = sum(len(each.entries) for each in found), sum(len(each.steps) for each in found)
    counted = (many(entries, "entry of the logic model", "entries of the logic model"), many(steps, "plan step"))
    return " and ".join(words for words, count in zip(counted, (entries, steps), strict=True) if count)


def place(key: str) -> str:
    """What a column or a row of the logic model is called."""
    model = shell.framework().logic_model
    return next((each.label for each in (*model.columns, *model.context) if each.key == key), key)
