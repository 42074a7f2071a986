"""Pure functions from tallies and reported averages to figures; no store, no screen, no file."""

from collab.scoring.agreement import agreement
from collab.scoring.consistency import Alpha, cronbach_alpha
from collab.scoring.effects import Effect, EffectSize, effects, effects_of
from collab.scoring.figures import FigureGrid, Protection, Reported, Tallies, Target, Unit
from collab.scoring.gaps import Gap, GapReading, gaps
from collab.scoring.partner import often_not_applicable, partner_figures
from collab.scoring.permutation import SectorTest, tests
from collab.scoring.priorities import Priority, dimension_priorities, priorities
from collab.scoring.reported import reported_partner_figures, reported_sector_figures
from collab.scoring.rounding import band_of, round_half_away, shown
from collab.scoring.sector import main_figure, of_sectors, sector_figures

__all__ = [
    "Alpha",
    "Effect",
    "EffectSize",
    "FigureGrid",
    "Gap",
    "GapReading",
    "Priority",
    "Protection",
    "Reported",
    "SectorTest",
    "Tallies",
    "Target",
    "Unit",
    "agreement",
    "band_of",
    "cronbach_alpha",
    "dimension_priorities",
    "effects",
    "effects_of",
    "gaps",
    "main_figure",
    "of_sectors",
    "often_not_applicable",
    "partner_figures",
    "priorities",
    "reported_partner_figures",
    "reported_sector_figures",
    "round_half_away",
    "sector_figures",
    "shown",
    "tests",
]
