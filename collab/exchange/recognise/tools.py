"""What each survey tool calls its own columns: which tool made a file, and what a metadata column is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from collab.exchange.recognise.table import Table
from collab.exchange.recognise.text import fold


class Use(StrEnum):
    """What a column that a tool adds is for."""

    ID = "id"
    STARTED = "started"
    SUBMITTED = "submitted"
    STATUS = "status"
    FINISHED = "finished"
    CHANNEL = "channel"
    EMAIL = "email"
    PERSONAL = "personal"
    OTHER = "other"


_USES: dict[Use, tuple[str, ...]] = {
    Use.ID: (
        "responseid", "response id", "respondent id", "id", "submission id", "record id", "uuid", "instanceid",
        "meta instanceid", "response number",
        "id de respuesta", "id de la respuesta", "identificador", "participant id", "respondent", "respondent no",
        "respondent number", "respondentid",
        "encuestado", "form id", "id respuesta", "entry id", "answer id", "row id",
    ),
    Use.STARTED: (
        "startdate", "start date", "start time", "hora de inicio", "start date utc", "time started",
        "startdate utc", "start", "fecha de inicio",
        "date started", "started at", "heure de debut", "inicio",
    ),
    Use.SUBMITTED: (
        "enddate", "end date", "recordeddate", "recorded date", "completion time", "hora de finalizacion",
        "submitdate", "date submitted", "submit date utc",
        "submission time", "timestamp", "marca temporal", "end", "datestamp", "date last action",
        "survey timestamp", "last modified time", "hora de la ultima modificacion",
        "fecha de finalizacion", "fecha registrada", "horodateur", "carimbo de data hora", "zeitstempel",
        "submitted at", "submitted", "date", "fecha",
        "fecha de envio", "completed at", "heure de fin", "submission date", "completed time", "date completed",
        "response date",
    ),
    Use.STATUS: ("status", "response type", "estado", "tipo de respuesta", "complete", "survey status",
        "complete status", "response status", "validation status"),
    Use.FINISHED: ("finished", "finalizado", "terminado", "completed", "completado"),
    Use.CHANNEL: ("distributionchannel", "distribution channel", "canal de distribucion", "collector type",
        "link type"),
    Use.EMAIL: (
        "email", "e mail", "email address", "recipientemail", "recipient email", "correo electronico",
        "direccion de correo electronico", "username",
        "nombre de usuario", "e mail address", "your email", "your email address", "correo", "email adresse",
        "adresse e mail", "work email", "contact email",
    ),
    Use.PERSONAL: (
        "ipaddress", "ip address", "direccion ip", "recipientlastname", "recipient last name",
        "recipientfirstname", "recipient first name", "externalreference",
        "external reference", "external data reference", "externaldatareference", "locationlatitude",
        "locationlongitude", "location latitude",
        "location longitude", "latitude", "longitude", "location accuracy", "locationaccuracy",
        "latitud", "longitud", "apellido del destinatario", "nombre del destinatario",
        "referencia de datos externos", "correo electronico del destinatario",
        "first name", "last name", "full name", "name", "nombre", "nombre completo", "apellido", "apellidos",
        "your name", "respondent name",
        "tu nombre", "su nombre", "phone", "phone number", "telephone", "telefono", "mobile", "address",
        "home address", "street address", "direccion",
        "ipaddr", "ip", "contact id", "user agent", "sessionid", "session id", "network id", "deviceid",
        "device id", "phonenumber", "subscriberid", "simserial",
        "surname", "middle name", "date of birth", "dob", "birth date", "survey identifier",
        "redcap survey identifier", "signature", "twitter handle",
        "contact name", "submitted by", "employee id", "student id", "staff id", "student name",
        "ubicacion latitud", "ubicacion longitud", "nom", "prenom",
        "adresse ip", "responseset", "recipient name", "person", "respondent email", "gps", "geolocation", "linkedin",
    ),
    Use.OTHER: (
        "progress", "duration", "duration in seconds", "durationinseconds", "recipient id", "userlanguage",
        "user language", "collector id", "collectorid",
        "custom data 1", "custom data", "custom data 2", "lastpage", "last page", "startlanguage",
        "start language", "seed", "refurl", "referrer url", "version", "tags",
        "id submission", "index", "parent index", "parent table name", "submitted via", "validation", "language",
        "referer", "extended referer",
        "postal", "legacy comments", "username kobo", "redcap event name", "event name", "repeat instrument",
        "repeat instance",
        "redcap repeat instrument", "redcap repeat instance",
        "progreso", "duracion", "duracion en segundos",
        "idioma del usuario", "idioma", "total points", "quiz feedback", "grade posted time", "puntos totales",
        "tracking", "ending", "q totalduration",
        "total time", "group time", "interviewtime", "last action", "email status", "time taken", "today", "audit",
        "__version__", "xform id string", "status reason", "hash",
    ),
}  # fmt: skip
USES: dict[str, Use] = {name: use for use, names in _USES.items() for name in names}


@dataclass(frozen=True)
class Tool:
    """A survey tool: it is recognised by at least least of these folded headers."""

    name: str
    headers: tuple[str, ...]
    least: int


TOOLS = (
    Tool("Qualtrics", (
        "startdate", "enddate", "recordeddate", "responseid", "distributionchannel", "userlanguage",
        "duration in seconds", "recipientlastname", "locationlatitude",
        "externalreference", "externaldatareference", "responseset", "finished", "ipaddress", "progress",
    ), 4),
    Tool("SurveyMonkey", ("respondent id", "collector id", "collectorid", "respondentid", "custom data 1"), 2),
    Tool("LimeSurvey", (
        "submitdate", "lastpage", "startlanguage", "seed", "datestamp", "refurl", "last page", "start language",
        "date submitted", "date last action", "date started",
        "respuesta id", "id de respuesta",
    ), 3),
    Tool("KoboToolbox", ("uuid", "submission time", "validation status", "version", "id submission",
        "submitted by", "index", "meta instanceid", "formhub uuid", "xform id string"), 3),
    Tool("Alchemer", ("time started", "date submitted", "sessionid", "user agent", "contact id", "legacy comments",
        "extended referer", "referer", "tags"), 4),
    Tool("Typeform", ("network id", "start date utc", "submit date utc", "submitted at", "response type",
        "stage date utc"), 2),
    Tool("REDCap", (
        "record id", "redcap event name", "redcap survey identifier", "survey identifier", "survey timestamp",
        "event name", "repeat instrument", "redcap repeat instrument",
        "complete", "data access group", "redcap data access group", "repeat instance",
    ), 2),
    Tool("Microsoft Forms", ("id", "start time", "completion time", "hora de inicio", "hora de finalizacion",
        "last modified time", "heure de debut", "heure de fin"), 3),
    Tool("Google Forms", ("timestamp", "marca temporal", "horodateur", "carimbo de data hora", "zeitstempel"), 1),
)  # fmt: skip
OWN_TABLE = "an own table"
TEMPLATE = "the template of Common Ground"


def tool_of(table: Table) -> str:
    """The tool that made the table, or OWN_TABLE."""
    if table.has_import_ids:
        return "Qualtrics"
    names = {name for field in table.fields for name in field.names}
    raw = {text.strip() for field in table.fields for text in field.path}
    if (
        any(name.startswith("_") and fold(name) in ("uuid", "submission time", "id") for name in raw)
        or "formhub/uuid" in raw
    ):
        return "KoboToolbox"
    if any(name.endswith("_complete") for name in raw) and "record id" in names:
        return "REDCap"
    for tool in TOOLS:
        if len(names.intersection(tool.headers)) >= tool.least and _fits_position(tool, table):
            return tool.name
    return OWN_TABLE


def _fits_position(tool: Tool, table: Table) -> bool:
    """Google's one telling header counts in the first column only; anybody may call a column Timestamp."""
    return tool.name != "Google Forms" or bool(set(table.fields[0].names).intersection(tool.headers))


def use_of(names: tuple[str, ...]) -> Use | None:
    """What a tool's own column of these folded headers is for; None for a column with answers."""
    return next((USES[name] for name in names if name in USES), None)


def is_known_header(text: str) -> bool:
    """Whether a cell is the name of a column that some tool adds."""
    folded = fold(text)
    return folded in USES and len(folded) > 3 and USES[folded] not in (Use.STATUS, Use.FINISHED)
