"""What a window knows of its forms, while two runs of its page are under way beside each other."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from collab.model import YOU
from collab.services import drafts
from collab.services.drafts import draft_of, subject_of
from collab.store import Store
from collab.ui import drafting
from tests.services.contents import INSTRUMENT, a_content, bring, partner_named

BLANK: dict[str, Any] = {"ratings": {}}
LONG_SECONDS, SHORT_SECONDS = 20, 0.5


@pytest.fixture
def form(store: Store, monkeypatch: pytest.MonkeyPatch) -> drafting.Form:
    monkeypatch.setattr(drafting.st, "session_state", {})
    here = bring(store, a_content([("D one", None, 1)]))
    partner = partner_named(store, here.initiative_id, "D one")
    subject = subject_of("answers", here.round_id or "", partner.id)
    return drafting.Form(store, YOU, subject, "sheet", BLANK, lambda content: content["ratings"])


def typed(keys: int) -> dict[str, Any]:
    return {"ratings": dict.fromkeys(INSTRUMENT.factor_keys[:keys], INSTRUMENT.scale[0].key)}


def test_a_key_that_comes_while_the_last_one_is_being_kept_is_no_other_window(
    form: drafting.Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_writing, has_ended = threading.Event(), threading.Event()
    keep_draft = drafts.keep_draft

    def slow(*given: Any, **named: Any) -> drafts.Draft:
        if not is_writing.is_set():
            is_writing.set()
            has_ended.wait(SHORT_SECONDS)
        return keep_draft(*given, **named)

    monkeypatch.setattr(drafts, "keep_draft", slow)
    drafting.opened(form, is_on_screen=False)
    now = typed(1)
    press = drafting.keeper(form, lambda: now)
    first = threading.Thread(target=press)
    first.start()
    assert is_writing.wait(LONG_SECONDS)
    now = typed(2)
    press()
    has_ended.set()
    first.join()
    typing, stored = drafting.opened(form, is_on_screen=True)
    assert (typing.clash, stored and stored.content) == (False, typed(2))


def test_a_key_that_comes_while_the_sheet_is_saved_begins_no_second_one(form: drafting.Form) -> None:
    drafting.opened(form, is_on_screen=False)
    press = drafting.keeper(form, lambda: typed(3))
    press()
    late = threading.Thread(target=press)
    with drafting.saving(form) as draft:
        late.start()
        late.join(SHORT_SECONDS)
        drafts.drop_draft(form.store, YOU, form.subject, follows=draft)
    late.join()
    typing, stored = drafting.opened(form, is_on_screen=True)
    assert (typing.clash, stored) == (False, None)


def test_another_window_is_told_from_this_one(form: drafting.Form) -> None:
    drafting.opened(form, is_on_screen=False)
    press = drafting.keeper(form, lambda: typed(1))
    press()
    stored = draft_of(form.store, YOU, form.subject)
    assert stored is not None
    drafts.keep_draft(form.store, YOU, form.subject, typed(4), follows=stored.id)
    press = drafting.keeper(form, lambda: typed(2))
    press()
    typing, stored = drafting.opened(form, is_on_screen=True)
    assert (typing.clash, typing.unkept, stored and stored.content) == (True, typed(2), typed(4))


@pytest.mark.parametrize("since", ["nothing", "saved", "typed more"])
def test_what_a_person_chose_to_go_on_with_is_kept_whatever_the_other_window_did_since(
    form: drafting.Form, since: str
) -> None:
    drafting.opened(form, is_on_screen=False)
    drafting.keeper(form, lambda: typed(1))()
    mine = draft_of(form.store, YOU, form.subject)
    assert mine is not None
    seen = drafts.keep_draft(form.store, YOU, form.subject, typed(4), follows=mine.id)
    drafting.keeper(form, lambda: typed(2))()
    if since == "saved":
        drafts.drop_draft(form.store, YOU, form.subject, follows=seen.id)
    elif since == "typed more":
        drafts.keep_draft(form.store, YOU, form.subject, typed(5), follows=seen.id)
    drafting.insist(form, seen, typed(2))
    kept = draft_of(form.store, YOU, form.subject)
    typing, _ = drafting.opened(form, is_on_screen=True)
    if since == "typed more":
        assert (typing.clash, typing.unkept, kept and kept.content) == (True, typed(2), typed(5))
    else:
        assert (typing.clash, kept and kept.content) == (False, typed(2))
