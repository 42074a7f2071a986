"""Names of organisations that are as long as what people write: told by a header that leaves no doubt."""

from __future__ import annotations

import re

from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import LONGEST, fold

_ORGANISATIONS = (
    *("organi[sz]ations?", "organizacion", "institucion", "organisme", "institutions?", "agency", "entity", "lea"),
    *("partners?", "socio", "(school )?districts?", "distrito( escolar)?", "charters?", "charter (school|network)"),
    *("schools?", "school system", "escuela", "colegio", "ecole", "escola", "district or charter( school| network)?"),
)
_WHOLE_HEADER = re.compile(
    rf"^(what is )?(the )?(full |legal )?(name( of)? )?(the |your )?({'|'.join(_ORGANISATIONS)})"
    r"( full| legal)?( name)?$"
)
_CODE = re.compile(r"^\w*\d\w*$")
_ENDS_A_SENTENCE = re.compile(r"(?<!\binc)(?<!\bco)(?<!\bcorp)(?<!\bltd)(?<!\bsch)(?<!\bdist)[.?!]$", re.IGNORECASE)


def names_at_length(field: Field) -> bool:
    """Whether a column of texts, however long, is headed by the words for an organisation's name and nothing else.

    A code of the question may stand above or below them. Texts most of which end as sentences do are no names.
    """
    words = [fold(text) for text in field.path if not _CODE.match(text)]
    if field.mean_length > LONGEST or len(words) != 1 or not _WHOLE_HEADER.match(words[0]):
        return False
    return sum(bool(_ENDS_A_SENTENCE.search(text.rstrip())) for text in field.sample) * 2 < len(field.sample)
