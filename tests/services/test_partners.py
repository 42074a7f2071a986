"""The part that a partner takes: saved with its role, told in the history, undone exactly, kept when it moves."""

from __future__ import annotations

import pytest

from collab.errors import NotAllowed, StaleVersion
from collab.model import YOU, Partner, Role, Sector
from collab.services import maintenance
from collab.services.initiatives import changes_of, create_initiative
from collab.services.partners import (
    add_partner,
    merge_partners,
    partners_of,
    recent_partner_changes,
    remove_partner,
    set_part,
    undo_partner_change,
)
from collab.store import Store
from collab.store.partners import partners_of_each
from collab.when import When
from tests.services.contents import partner_named, state


@pytest.fixture
def here(store: Store) -> str:
    made = create_initiative(store, YOU, name="Northside Compact")
    for name in ("Harbor Light", "Harbour Light"):
        add_partner(store, YOU, made.id, name=name, sector=Sector.CHARTER)
    return made.id


def save(
    store: Store,
    here: str,
    name: str = "Harbor Light",
    *,
    role: Role = Role.PARTNER,
    joined: When | None = None,
    left: When | None = None,
) -> Partner:
    present = partner_named(store, here, name)
    return set_part(store, YOU, here, present.id, version=present.version, role=role, joined_on=joined, left_on=left)


def unversioned(store: Store) -> dict[str, list[dict[str, object]]]:
    """All content without versions: what was seen between is stale once it is undone."""
    return {
        name: [{key: value for key, value in row.items() if key != "version"} for row in rows]
        for name, rows in state(store).items()
    }


def dates(store: Store, here: str, name: str = "Harbor Light") -> tuple[When | None, When | None]:
    present = partner_named(store, here, name)
    return present.joined_on, present.left_on


def test_joining_and_leaving_are_saved_and_read_back_everywhere(store: Store, here: str) -> None:
    saved = save(store, here, role=Role.LEAD, joined=When(2012, 9), left=When(2017))
    assert (saved.role, saved.joined_on, saved.left_on) == (Role.LEAD, When(2012, 9), When(2017))
    assert partner_named(store, here, "Harbor Light") == saved
    each = store.read(lambda unit: partners_of_each(unit, [here]))
    assert saved in each[here]
    assert dates(store, here, "Harbour Light") == (None, None)


def test_what_changed_is_told_in_words_and_in_the_history(store: Store, here: str) -> None:
    save(store, here, joined=When(2012), left=When(2017, 6, 30))
    save(store, here, joined=When(2012), left=When(2018))
    save(store, here, role=Role.LEAD, joined=When(2012))
    told = [each.sentence for each in recent_partner_changes(store, here)][:3]
    assert told == [
        "The role of “Harbor Light” changed from partner to lead. "
        "“Harbor Light”: not said any more when it left (before: 2018).",
        "“Harbor Light” left in 2018 (before: 30 Jun 2017).",
        "“Harbor Light” joined in 2012. “Harbor Light” left on 30 Jun 2017.",
    ]
    assert [(line.what, line.before, line.after) for line in changes_of(store, here)[1:3]] == [
        ("set_part_partner", {"left_on": "2017-06-30"}, {"left_on": "2018"}),
        ("set_part_partner", {"joined_on": None, "left_on": None}, {"joined_on": "2012", "left_on": "2017-06-30"}),
    ]


def test_a_role_alone_is_a_change_of_the_role(store: Store, here: str) -> None:
    save(store, here, joined=When(2012))
    present = partner_named(store, here, "Harbor Light")
    part = {"role": Role.CONVENER, "joined_on": When(2012), "left_on": None}
    set_part(store, YOU, here, present.id, version=present.version, **part)
    assert recent_partner_changes(store, here)[0].kind == "set_role"
    assert dates(store, here) == (When(2012), None)


def test_nobody_leaves_before_joining(store: Store, here: str) -> None:
    with pytest.raises(NotAllowed, match="It cannot leave in 2011, before it joins in Sep 2012"):
        save(store, here, joined=When(2012, 9), left=When(2011))
    save(store, here, joined=When(2012, 9), left=When(2012))


def test_two_people_at_one_part_see_both(store: Store, here: str) -> None:
    seen = partner_named(store, here, "Harbor Light")
    save(store, here, left=When(2017))
    with pytest.raises(StaleVersion) as stale:
        set_part(store, YOU, here, seen.id, version=seen.version, role=seen.role, joined_on=None, left_on=When(2018, 3))
    assert (stale.value.mine["left_on"], stale.value.theirs["left_on"]) == ("2018-03", "2017")


def test_a_part_is_undone_exactly_unless_it_changed_since(store: Store, here: str) -> None:
    save(store, here, joined=When(2012))
    save(store, here, role=Role.LEAD, joined=When(2013), left=When(2017))
    latest, before, *_ = recent_partner_changes(store, here)
    with pytest.raises(NotAllowed, match="time of joining was changed again since"):
        undo_partner_change(store, YOU, before.id)
    undo_partner_change(store, YOU, latest.id)
    present = partner_named(store, here, "Harbor Light")
    assert (present.role, present.joined_on, present.left_on) == (Role.PARTNER, When(2012), None)
    undo_partner_change(store, YOU, before.id)
    assert dates(store, here) == (None, None)


def test_removing_and_bringing_back_keeps_the_dates(store: Store, here: str) -> None:
    present = save(store, here, role=Role.LEAD, joined=When(2012), left=When(2017, 6))
    before = state(store)
    change = remove_partner(store, YOU, here, present.id, seen=(), reason="Typed in twice")
    undo_partner_change(store, YOU, change.id)
    assert state(store) == before
    assert dates(store, here) == (When(2012), When(2017, 6))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((When(2012), When(2015)), (When(2011, 9), When(2017)), (When(2011, 9), When(2017))),
        ((When(2012), When(2015)), (When(2014), None), (When(2012), None)),
        ((None, When(2017)), (When(2014), When(2017, 3)), (None, When(2017))),
        ((None, None), (None, None), (None, None)),
    ],
    ids=["earlier and later", "one still takes part", "one joining unknown", "nothing known"],
)
def test_two_that_are_one_took_part_from_the_earlier_joining_to_the_later_leaving(
    store: Store,
    here: str,
    one: tuple[When | None, When | None],
    other: tuple[When | None, When | None],
    both: tuple[When | None, When | None],
) -> None:
    keep = save(store, here, joined=one[0], left=one[1])
    gone = save(store, here, "Harbour Light", joined=other[0], left=other[1])
    before = unversioned(store)
    change = merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    assert dates(store, here) == both
    undo_partner_change(store, YOU, change.id)
    assert unversioned(store) == before
    assert maintenance.check(store) == ()


def test_a_merge_takes_role_and_dates_along_to_where_only_the_other_took_part(store: Store, here: str) -> None:
    there = create_initiative(store, YOU, name="Southside Compact").id
    add_partner(store, YOU, there, name="Harbour Light", sector=Sector.CHARTER)
    gone = save(store, there, "Harbour Light", role=Role.LEAD, joined=When(2014), left=When(2016))
    keep = partner_named(store, here, "Harbor Light")
    merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    assert [(card.partner.name, card.partner.role, *dates(store, there)) for card in partners_of(store, there)] == [
        ("Harbor Light", Role.LEAD, When(2014), When(2016))
    ]
    told = {"name": "Harbor Light", "merged": "Harbour Light"}
    part = {"role": "lead", "joined_on": "2014", "left_on": "2016"}
    (line, *_) = changes_of(store, there)
    assert (line.what, line.before, line.after) == ("merge_partners", None, told | part)


def test_the_history_of_a_merge_says_which_dates_became_which(store: Store, here: str) -> None:
    keep = save(store, here, joined=When(2012), left=When(2015))
    gone = save(store, here, "Harbour Light", joined=When(2014), left=When(2017))
    merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    (line, *_) = changes_of(store, here)
    after = {"name": "Harbor Light", "merged": "Harbour Light", "left_on": "2017"}
    assert (line.before, line.after) == ({"left_on": "2015"}, after)


def test_the_history_of_a_merge_that_was_undone_says_which_dates_came_back(store: Store, here: str) -> None:
    keep = save(store, here, joined=When(2012))
    gone = save(store, here, "Harbour Light", joined=When(2010), left=When(2017))
    there = create_initiative(store, YOU, name="Southside Compact").id
    add_partner(store, YOU, there, name="Harbour Light", sector=Sector.CHARTER)
    change = merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    undo_partner_change(store, YOU, change.id)
    told = {"merged": "Harbour Light"}
    (line, *_) = changes_of(store, here)
    assert (line.what, line.before, line.after) == ("undo_merge", {"joined_on": "2010"}, told | {"joined_on": "2012"})
    (line, *_) = changes_of(store, there)
    assert (line.what, line.before, line.after) == ("undo_merge", None, told)


def test_a_window_that_was_open_before_a_merge_does_not_overwrite_its_dates(store: Store, here: str) -> None:
    seen = save(store, here, left=When(2015))
    gone = save(store, here, "Harbour Light", left=When(2017))
    change = merge_partners(store, YOU, keep=seen.id, merged=gone.id)
    part = {"role": Role.LEAD, "joined_on": None, "left_on": When(2015)}
    with pytest.raises(StaleVersion):
        set_part(store, YOU, here, seen.id, version=seen.version, **part)  # type: ignore[arg-type]
    between = partner_named(store, here, "Harbor Light")
    undo_partner_change(store, YOU, change.id)
    with pytest.raises(StaleVersion):
        set_part(store, YOU, here, seen.id, version=between.version, **part)  # type: ignore[arg-type]


def test_a_change_of_a_time_that_is_still_to_come_is_told_as_one(store: Store, here: str) -> None:
    save(store, here, joined=When(2012), left=When(2199))
    save(store, here, "Harbour Light", joined=When(2198))
    told = [change.sentence for change in recent_partner_changes(store, here)][:2]
    assert told == ["“Harbour Light” joins in 2198.", "“Harbor Light” joined in 2012. “Harbor Light” leaves in 2199."]


def test_dates_that_were_changed_after_a_merge_stay_when_it_is_undone(store: Store, here: str) -> None:
    keep = save(store, here, left=When(2015))
    gone = save(store, here, "Harbour Light", left=When(2017))
    change = merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    save(store, here, left=When(2019))
    undo_partner_change(store, YOU, change.id)
    assert (dates(store, here), dates(store, here, "Harbour Light")) == ((None, When(2019)), (None, When(2017)))


def test_what_a_partner_did_in_another_initiative_is_not_offered_here_for_undoing(store: Store, here: str) -> None:
    other = create_initiative(store, YOU, name="Shared buses").id
    again = add_partner(store, YOU, other, name="Harbor Light", sector=Sector.CHARTER)
    set_part(store, YOU, other, again.id, version=again.version, role=Role.LEAD, joined_on=None, left_on=None)
    told = [change.sentence for change in recent_partner_changes(store, here)]
    assert told == ["“Harbour Light” was added.", "“Harbor Light” was added."]
    assert [change.kind for change in recent_partner_changes(store, other)] == ["set_role", "add"]
