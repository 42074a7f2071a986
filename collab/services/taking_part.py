"""Whether a partner takes part in an initiative: only such a one can be in charge of something or speak for itself."""

from __future__ import annotations

from collab.errors import NotFound
from collab.store import partners
from collab.store.unit import Unit


def refuse_partner(unit: Unit, initiative_id: str, partner_id: object, *, kept: str | None = None) -> None:
    """NotFound where the partner does not take part in the initiative.

    None means no partner. kept: the one that is saved already, which may stay though it has left since.
    """
    if partner_id is None or partner_id == kept:
        return
    if partner_id not in {each.id for each in partners.partners_in(unit, initiative_id)}:
        raise NotFound("This partner does not take part in this initiative any more. Choose another one, or none.")
