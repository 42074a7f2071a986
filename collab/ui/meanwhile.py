"""What was saved while somebody typed: what goes on beside it without a question, and what must be chosen; no drawing.

A content holds what was typed, what the fields showed before ("from"), and what the other of two windows held when the
person said that this one goes on ("seen"): nobody is asked again about a text that lost already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collab.ui.drafting import Content

SEEN = "seen"


def typed_since(start: Content, typed: Mapping[str, Any]) -> Content:
    """A form that began with start and holds this now."""
    return _content(typed, start["from"], start.get(SEEN, {}))


def having_seen(content: Content, other: Content | None) -> Content:
    """The same, where the person saw what another window held."""
    return content if other is None else _content(content["typed"], content["from"], other["typed"])


def _content(typed: Mapping[str, Any], before: Mapping[str, Any], seen: Mapping[str, Any]) -> Content:
    found = {"typed": dict(typed), "from": before}
    return {**found, SEEN: seen} if seen and dict(typed) != before else found


def carried_over(content: Content, saved: Content) -> Content | None:
    """What was typed, on top of what is saved now.

    None where somebody must choose: both wrote the same part, or nothing of what was typed would be left.
    """
    typed = dict(saved)
    for name, theirs in saved.items():
        mine, before = content["typed"].get(name), content["from"].get(name)
        if mine in (before, theirs):
            continue
        if theirs not in (before, content.get(SEEN, {}).get(name, before)):
            return None
        typed[name] = mine
    return {"typed": typed, "from": dict(saved)} if typed != saved else None


def unseen(content: Content, saved: Content) -> tuple[str, ...]:
    """The parts that somebody else changed, and that the person has not been shown so."""
    shown = (content["typed"], content["from"], content.get(SEEN, {}))
    return tuple(name for name, theirs in saved.items() if theirs not in [each.get(name) for each in shown])
