"""The invented words of the made-up school survey: dimensions, questions, kinds of school, notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question: its code, its text in the column header, the usual share of positive answers."""

    code: str
    text: str
    share: float
    other_text: str = ""


@dataclass(frozen=True)
class Group:
    """A dimension of the survey; lean is how much higher charter schools stand (in log odds)."""

    header: str
    short: str
    questions: tuple[Question, ...]
    lean: float
    in_overall: bool = True


GROUPS = (
    Group(
        "Leadership",
        "Leadership",
        (
            Question("Lead2", "The school's leaders answer my questions within a few days", 0.85),
            Question(
                "Lead7",
                "Families have a say when the school makes plans",
                0.82,
                "I have a say when plans are made",
            ),
        ),
        0.35,
    ),
    Group(
        "Music & Making",
        "Making",
        (Question("Making1", "Things that students made can be seen or heard in my child's school", 0.88),),
        0.10,
    ),
    Group(
        "Buildings & Grounds",
        "Buildings",
        (Question("Build4", "Rooms, halls and grounds are looked after", 0.74),),
        0.85,
    ),
    Group(
        "Classroom Climate",
        "Climate",
        (
            Question("Class3", "Adults at the school take an interest in each student", 0.91),
            Question(
                "Class5",
                "I think (My child thinks) of this school as our school",
                0.88,
                "My child likes this school",
            ),
            Question("Class11", "Students leave this school ready for what comes next", 0.83),
            Question("Class12", "When somebody breaks a rule, what follows is fair", 0.85),
        ),
        0.15,
    ),
    Group(
        "Family Ties",
        "Family",
        (
            Question("Family1", "Families are greeted kindly at this school", 0.93),
            Question("Family11", "The library or the gym is open to families after hours", 0.70),
            Question("Family12", "I know where to look up how my child is doing (e.g., Family Page)", 0.84),
            Question("Family18", "News from the school reaches me in the language that I read best", 0.91),
            Question("Family19", "What I know about my child counts at this school", 0.88),
            Question("Family20", "The school can point me to help in the neighborhood", 0.82),
            Question("Family21", "If my child is absent, the school lets me know", 0.90),
            Question("Family23", "The school often tells families how to help with learning ", 0.85),
            Question(
                "Family3",
                "I hear about it when a student has done well",
                0.78,
                "I hear about it when my child has done well",
            ),
            Question("Family4", "I hear about it when a student is in trouble", 0.89),
            Question("Family5", "Staff and families settle students' needs together", 0.86),
        ),
        0.12,
    ),
    Group(
        "Learning Support",
        "Support",
        (
            Question("Support9", "Students may borrow books and tools for use at home", 0.85),
            Question(
                "Support2",
                "Whoever falls behind gets extra help",
                0.89,
                "Whoever falls behind gets extra help ",
            ),
            Question("Support6", "Somebody at the school cares for students' worries and friendships", 0.84),
        ),
        0.05,
    ),
    Group(
        "Safe Days",
        "Safety",
        (
            Question("Safe3", "Students are safe inside this school", 0.90),
            Question("Safe8", "The way to school and back is safe", 0.87),
        ),
        0.20,
    ),
    Group(
        "Family Satisfaction",
        "Satisfaction",
        (
            Question("Content1", "All in all, I am glad that my child goes here", 0.88),
            Question("Content2", "I would tell a friend to choose this school", 0.86),
        ),
        0.25,
    ),
    Group(
        "Persistence ",
        "Persistence",
        (Question("Persist2", "I tell my child to keep trying when something is hard", 0.965),),
        0.0,
    ),
)

CENTRAL = Group(
    "Central Office",
    "Central Office",
    (
        Question(
            "CentralOffice1",
            "If you telephoned the Central Office this year, were you satisfied with the help you got? ",
            0.52,
        ),
        Question(
            "CentralOffice2",
            "If you came to the Central Office this year, were you satisfied with the help you got?",
            0.51,
        ),
    ),
    -0.30,
    in_overall=False,
)

SINGLE = (
    Question("Habit1", "Coming on time every day helps my child to do well", 0.965),
    Question("Home Read2", "I read with my child at least once a month", 0.93),
    Question("Home Talk2", "I ask my child about the school day at least once a month", 0.985),
)

# Kind of school, how many there are, and for how many of them the answers are suppressed.
# The trailing spaces are wanted: survey files are like that.
KINDS = (
    ("Traditional ", 111, 14),
    ("Traditional", 6, 0),
    ("Charter", 34, 5),
    ("Special Day Program ", 5, 0),
    ("Special Day Program", 1, 1),
    ("Turnaround", 3, 0),
    ("Contract", 2, 0),
    ("Alternative", 2, 1),
    ("Alternative Program", 1, 1),
    ("Alternative Program - Contract", 2, 1),
    ("New Beginnings", 1, 0),
)

NAME_STARTS = (
    *("Quill", "Brindle", "Thistle", "Marl", "Fenn", "Cobble", "Lark", "Wren", "Pebble", "Dapple", "Sorrel"),
    *("Tansy", "Amber", "Bramble", "Cinder", "Drift", "Ochre", "Flint", "Gorse", "Heron", "Ivory", "Juniper"),
)
NAME_ENDS = ("mere", "wick", "combe", "holt", "barrow", "stead", "shaw", "croft", "dale")
GRADES = (
    ("EM", "Elementary/Middle School", 73),
    ("E", "Elementary School", 48),
    ("H", "High School", 27),
    ("MH", "Middle/High School", 12),
    ("M", "Middle School", 8),
)

NOTES = (
    "Made-up Family Survey 2025-26 Notes",
    "Every school, name and number in this workbook is invented. It has the layout of a city's family "
    "survey, so that people can try Common Ground and its tests without real data.",
    "Calculation of Response Rates",
    "Nobody knows how many parents and guardians there are. The rate is therefore estimated: family answers "
    "divided by the number of students enrolled on the last day of September.",
    "Calculation of Scores",
    "Each figure is the number of positive answers (agree or strongly agree) divided by the number of "
    "answers given. Figures of a dimension pool all answers to its questions.",
    "Survey Score = Number of Positive Answers / Number of Answers",
    "Footnotes",
    '1 - The number of eligible families is an estimate. See "Calculation of Response Rates" above.',
    "S - Answers are suppressed when:\n- fewer than 50 families answered, AND\n- the rate is below 10%, \n"
    "OR \n- fewer than 10 families answered \n\n",
    "Missing Information",
    "Some families did not name a school. They count for the whole city but for no school. ",
    "Dimension and Index Calculations",
    "Each dimension pools the answers to the questions named below.",
)

FURTHER_ITEMS = (
    ("Services", "Does a child of yours get special services at this school? (Response Choices: Yes/No)"),
    ("Year", "Which grade is your child in? (Response Choices: PreK- 12) "),
    ("Way", "How does your child come to school? (Response Choices: Walk, Bus, Car) "),
)
