"""Words of rating scales in several languages, in families ordered from low to high. Data only.

Each family is a tuple of levels; each level is a concept and the folded texts that say it. The first text of a
level is its English name. Labels shown to people come from the instrument or from the file, never from here,
save for an end of a scale that nobody chose.
"""

from __future__ import annotations

Level = tuple[str, tuple[str, ...]]

AGREEMENT: tuple[Level, ...] = (
    ("strongly_disagree", (
        "strongly disagree", "totally disagree", "completely disagree", "disagree strongly", "disagree completely",
        "sd",
        "strong disagree", "strong disagr", "strongdisagr", "strongdisagree", "stronglydisagree", "strdisagree",
        "strongly disagr",
        "totalmente en desacuerdo", "muy en desacuerdo", "completamente en desacuerdo", "fuertemente en desacuerdo",
        "absolutamente en desacuerdo", "pas du tout d accord", "tout a fait en desaccord", "fortement en desaccord",
        "discordo totalmente", "discordo plenamente", "discordo fortemente", "stimme uberhaupt nicht zu",
        "stimme gar nicht zu", "entirely disagree", "fully disagree", "absolutely disagree", "definitely disagree",
        "wholly disagree", "very strongly disagree", "disagree entirely", "disagree fully",
        "disagree very much",
    )),
    ("disagree", (
        "disagree", "d", "disagr", "en desacuerdo", "no estoy de acuerdo", "pas d accord", "plutot pas d accord",
        "en desaccord",
        "discordo", "stimme nicht zu",
    )),
    ("mostly_disagree", (
        "mostly disagree", "generally disagree", "largely disagree", "mainly disagree", "moderately disagree",
        "disagree mostly", "disagree moderately", "mayormente en desacuerdo", "bastante en desacuerdo",
    )),
    ("somewhat_disagree", (
        "somewhat disagree", "slightly disagree", "mildly disagree", "tend to disagree", "partly disagree",
        "partially disagree", "disagree a little", "disagree somewhat",
        "disagree slightly", "algo en desacuerdo", "parcialmente en desacuerdo", "ligeramente en desacuerdo",
        "discordo parcialmente",
        "stimme eher nicht zu",
    )),
    ("neutral", (
        "neither agree nor disagree", "neutral", "neither agree or disagree", "neither disagree nor agree",
        "neither", "undecided", "neutro",
        "ni de acuerdo ni en desacuerdo", "ni en acuerdo ni en desacuerdo", "indeciso", "indiferente",
        "ni d accord ni pas d accord",
        "ni en accord ni en desaccord", "neutre", "nem concordo nem discordo", "nao concordo nem discordo",
        "teils teils", "weder noch",
        "neither agree nor disagree neutral",
    )),
    ("somewhat_agree", (
        "somewhat agree", "slightly agree", "mildly agree", "tend to agree", "partly agree", "partially agree",
        "agree a little", "agree somewhat", "agree slightly",
        "algo de acuerdo", "parcialmente de acuerdo", "ligeramente de acuerdo", "concordo parcialmente",
        "stimme eher zu",
    )),
    ("mostly_agree", (
        "mostly agree", "generally agree", "largely agree", "mainly agree", "moderately agree", "agree mostly",
        "agree moderately", "mayormente de acuerdo", "bastante de acuerdo",
    )),
    ("agree", (
        "agree", "a", "agr", "de acuerdo", "estoy de acuerdo", "d accord", "plutot d accord", "en accord",
        "concordo", "stimme zu",
    )),
    ("strongly_agree", (
        "strongly agree", "totally agree", "completely agree", "agree strongly", "agree completely", "sa",
        "strong agree", "strong agr",
        "strongagr", "strongagree", "stronglyagree", "stragree", "strongly agr", "totalmente de acuerdo",
        "muy de acuerdo",
        "completamente de acuerdo", "fuertemente de acuerdo", "absolutamente de acuerdo", "tout a fait d accord",
        "fortement d accord",
        "fortement en accord", "concordo totalmente", "concordo plenamente", "concordo fortemente", "stimme voll zu",
        "stimme vollig zu", "stimme voll und ganz zu", "entirely agree", "fully agree", "absolutely agree",
        "definitely agree", "wholly agree", "very strongly agree", "agree entirely", "agree fully",
        "agree very much",
    )),
)  # fmt: skip

FREQUENCY: tuple[Level, ...] = (
    ("never", ("never", "none of the time", "not at any time", "nunca", "jamas", "jamais", "nie")),
    ("almost_never", ("almost never", "hardly ever", "very rarely", "casi nunca", "presque jamais", "quase nunca")),
    ("rarely", ("rarely", "seldom", "once in a while", "a little of the time", "rara vez", "raramente",
    "raras veces", "rarement", "selten")),
    ("sometimes", ("sometimes", "occasionally", "some of the time", "a veces", "algunas veces", "parfois",
    "as vezes", "manchmal")),
    ("often", ("often", "frequently", "regularly", "a menudo", "frecuentemente", "con frecuencia", "souvent",
    "frequentemente", "oft")),
    ("usually", ("usually", "most of the time", "very often", "muy a menudo", "tres souvent",
    "la mayoria de las veces", "sehr oft")),
    ("almost_always", ("almost always", "nearly always", "almost all the time", "casi siempre", "presque toujours",
    "quase sempre")),
    ("always", ("always", "all of the time", "all the time", "siempre", "toujours", "sempre", "immer")),
)  # fmt: skip

SATISFACTION: tuple[Level, ...] = (
    ("very_dissatisfied", ("very dissatisfied", "very unsatisfied", "extremely dissatisfied",
    "completely dissatisfied", "muy insatisfecho",
                           "muy insatisfecha", "nada satisfecho", "tres insatisfait", "muito insatisfeito")),
    ("dissatisfied", ("dissatisfied", "unsatisfied", "insatisfecho", "insatisfecha", "insatisfait", "insatisfeito")),
    ("somewhat_dissatisfied", ("somewhat dissatisfied", "slightly dissatisfied", "algo insatisfecho",
    "poco satisfecho")),
    ("neutral_satisfaction", ("neither satisfied nor dissatisfied", "ni satisfecho ni insatisfecho")),
    ("somewhat_satisfied", ("somewhat satisfied", "slightly satisfied", "moderately satisfied", "algo satisfecho")),
    ("satisfied", ("satisfied", "satisfecho", "satisfecha", "satisfait", "satisfeito")),
    ("very_satisfied", ("very satisfied", "extremely satisfied", "completely satisfied", "muy satisfecho",
    "muy satisfecha",
                        "tres satisfait", "muito satisfeito")),
)  # fmt: skip

QUALITY: tuple[Level, ...] = (
    ("terrible", ("terrible", "unacceptable", "pesimo", "pesima")),
    ("very_poor", ("very poor", "very bad", "muy malo", "muy mala", "muy mal", "tres mauvais")),
    ("poor", ("poor", "bad", "malo", "mala", "mauvais", "weak", "unsatisfactory")),
    ("fair", ("fair", "average", "ok", "okay", "acceptable", "regular", "aceptable", "passable", "adequate",
    "satisfactory")),
    ("good", ("good", "bueno", "buena", "bon", "bom", "gut", "strong")),
    ("very_good", ("very good", "muy bueno", "muy buena", "tres bon", "muito bom", "sehr gut")),
    ("excellent", ("excellent", "outstanding", "excelente", "exceptional")),
)  # fmt: skip

EXTENT: tuple[Level, ...] = (
    ("not_at_all", ("not at all", "none", "none at all", "to no extent", "no extent", "nada", "en absoluto",
    "pas du tout", "none of it")),
    ("very_little", ("very little", "hardly at all", "to a very small extent", "muy poco")),
    ("a_little", ("a little", "slightly", "to a small extent", "small extent", "to a little extent",
    "a little bit", "limited extent",
                  "to a limited extent", "un poco", "poco", "un peu", "some of it")),
    ("somewhat", ("somewhat", "to some extent", "some extent", "a moderate amount", "moderately",
    "to a moderate extent", "moderate extent",
                  "algo", "en cierta medida", "about half of it")),
    ("quite", ("quite a bit", "quite a lot", "mostly", "a lot", "considerably", "to a large extent",
    "large extent", "bastante", "most of it")),
    ("very", ("very much", "a great deal", "to a great extent", "great extent", "completely", "fully", "extremely",
    "to a very great extent",
              "to a very large extent", "mucho", "totalmente", "en gran medida", "beaucoup", "entirely",
              "all of it")),
)  # fmt: skip

DEGREES = (
    ("not_at_all", ("not at all", "nada")),
    ("not", ("not", "no", "pas")),
    ("not_very", ("not very", "not too", "not so", "poco")),
    ("slightly", ("slightly", "a little")),
    ("somewhat", ("somewhat", "fairly", "algo")),
    ("moderately", ("moderately",)),
    ("plain", ("",)),
    ("quite", ("quite", "bastante")),
    ("very", ("very", "muy")),
    ("extremely", ("extremely", "completely", "totally")),
)
DEGREE_ADJECTIVES = (
    "important", "likely", "able", "confident", "useful", "helpful", "effective", "familiar", "prepared",
    "comfortable", "safe", "clear",
    "concerned", "interested", "motivated", "easy", "difficult", "true", "relevant", "ready", "supported",
    "involved", "knowledgeable",
    "importante", "probable", "util", "seguro", "preparado",
)  # fmt: skip
PREPOSITIONED = {
    "unlikely": "likely", "unimportant": "important", "ineffective": "effective", "unhelpful": "helpful",
    "unable": "able",
}  # fmt: skip

MATURITY: tuple[Level, ...] = (
    ("not_started", ("not started", "not yet", "not in place", "absent", "no evidence", "no iniciado",
    "not yet started")),
    ("beginning", ("beginning", "emerging", "initial", "exploring", "novice", "planned", "just beginning",
    "inicial", "below basic")),
    ("developing", ("developing", "in progress", "partially in place", "basic", "partial", "approaching",
    "en desarrollo", "en proceso")),
    ("proficient", ("proficient", "established", "in place", "implementing", "accomplished", "implemented",
    "meeting", "largely in place")),
    ("advanced", ("advanced", "exemplary", "sustaining", "fully in place", "distinguished", "mature", "exceeding",
    "leading", "embedded",
                  "fully implemented", "avanzado")),
)  # fmt: skip

KNOWLEDGE: tuple[Level, ...] = (
    ("no_knowledge", ("no knowledge of topic", "no knowledge")),
    (
        "little_knowledge",
        (
            "little or no knowledge of topic",
            "little knowledge of topic",
            "little knowledge",
            "little or no knowledge",
        ),
    ),
    ("some_knowledge", ("some knowledge of topic", "some knowledge")),
    ("much_knowledge", ("extensive knowledge of topic", "extensive knowledge", "a lot of knowledge")),
)

HIGH_LOW: tuple[Level, ...] = (
    ("very_low", ("very low", "muy bajo", "muy baja")),
    ("low", ("low", "bajo", "baja")),
    ("medium", ("medium", "moderate", "medio", "media")),
    ("high", ("high", "alto", "alta")),
    ("very_high", ("very high", "muy alto", "muy alta")),
)

YES_NO: tuple[Level, ...] = (
    ("no", ("no", "nao", "non", "nein")),
    ("yes", ("yes", "si", "sim", "oui", "ja")),
)

FAMILIES: dict[str, tuple[Level, ...]] = {
    "agreement": AGREEMENT,
    "frequency": FREQUENCY,
    "satisfaction": SATISFACTION,
    "quality": QUALITY,
    "extent": EXTENT,
    "maturity": MATURITY,
    "knowledge": KNOWLEDGE,
    "height": HIGH_LOW,
    "yes_no": YES_NO,
}

NOT_APPLICABLE: frozenset[str] = frozenset((
    "n a", "na", "not applicable", "does not apply", "doesn t apply", "not relevant", "no aplica", "no aplicable",
    "no corresponde",
    "no procede", "non applicable", "sans objet", "nao aplicavel", "nao se aplica", "entfallt",
    "trifft nicht zu keine angabe",
    "don t know", "dont know", "do not know", "dk", "i don t know", "i do not know", "unsure", "not sure",
    "i m not sure", "unknown", "not known",
    "no se", "no lo se", "no sabe", "no aplica no se", "no se no aplica", "no sabe no aplica",
    "no sabe no contesta", "ns nc", "ns", "je ne sais pas", "ne sait pas",
    "nao sei", "weiss nicht", "don t know not applicable", "not applicable don t know", "n a don t know",
    "don t know n a", "not applicable or not known",
    "not applicable n a", "n a not applicable", "na not applicable", "not applicable na", "no opinion",
    "no basis to judge", "no basis for opinion", "cannot say", "can t say",
    "unable to judge", "unable to rate", "cannot rate", "can t rate", "none", "not applicable not known",
    "notapplicable", "dontknow", "dont know na", "no basis for judgment",
    "don t know unsure", "unsure don t know", "don t know not sure", "not observed", "not applicable to me",
    "not applicable to us", "n a or don t know", "noaplica",
))  # fmt: skip

SKIPPED: frozenset[str] = frozenset((
    "", "no answer", "noanswer", "no response", "skipped", "not answered", "unanswered", "blank", "left blank",
    "missing", "null", "nan",
    "prefer not to answer", "prefer not to say", "decline to answer", "refused", "sin respuesta", "no responde",
    "no contesta",
    "prefiero no responder", "nc", "seen but unanswered", "not displayed", "pas de reponse", "sem resposta",
    "no contestado",
))  # fmt: skip
