"""What states, roles, outcomes and kinds are called, on screens and in files alike; content has its own files."""

from __future__ import annotations

from collab.framework import load_framework
from collab.journey import Confirmed, GoalOutcome, StageState, TenureKind, VisitEnd
from collab.model import Band, Mark, Outcome, Role, RoundState, Sector, Standing
from collab.plans import Verdict
from collab.services.action_plans import Progress

ROUND_STATES = {RoundState.OPEN: "Open", RoundState.REVEALED: "Revealed", RoundState.CLOSED: "Closed"}
STAGE_STATES = {
    StageState.NOT_STARTED: "Not started",
    StageState.UNDER_WAY: "Under way",
    StageState.DONE: "Done",
    StageState.REVISITING: "Revisiting",
}
PASSED_OVER = "Passed over"
STANDINGS = {
    Standing.ACTIVE: "Going on",
    Standing.PAUSED: "Paused",
    Standing.COMPLETED: "Completed",
    Standing.STOPPED: "Stopped",
}
ENDED = {standing: STANDINGS[standing] for standing in (Standing.COMPLETED, Standing.STOPPED)}
CAME_OF_IT = {
    Outcome.UNSAID: "Not said",
    Outcome.TOO_EARLY: "Too early to say",
    Outcome.LASTING: "Lasting",
    Outcome.MIXED: "Mixed",
    Outcome.ENDED: "Ended",
    Outcome.FAILED: "Failed",
}
VISIT_ENDS = {
    None: "goes on",
    VisitEnd.PASSED: "went on, gate met",
    VisitEnd.DESPITE: "went on against the gate's advice",
    VisitEnd.WENT_BACK: "went back",
}
UNASKED = "went on; nobody asked the gate"
CONFIRMED = {Confirmed.CONFIRMED: "Confirms it", Confirmed.NOT_YET: "Not yet"}
ROLES = {Role.LEAD: "Lead", Role.CONVENER: "Convener", Role.PARTNER: "Partner"}
OUTCOMES = {GoalOutcome.OPEN: "Open", GoalOutcome.MET: "Met", GoalOutcome.MISSED: "Missed"}
TENURES = {TenureKind.LEADER: "Leaders", TenureKind.HOME: "Home", TenureKind.FUNDING: "Funding"}
VERDICTS = {Verdict.YES: "Yes", Verdict.NO: "No", Verdict.UNSURE: "Unsure"}
ROOT_CAUSE, PREVENTS, FITS = "Root cause", "Prevents", "Joint"
PROGRESS = {
    Progress.DONE: "Done",
    Progress.OVERDUE: "Overdue",
    Progress.UNDER_WAY: "Under way",
    Progress.WAITING: "Waits",
    Progress.AHEAD: "To come",
}
UNSETTLED = "Not settled yet"
MARKS = {
    Mark.NOT_APPLICABLE: "Not applicable",
    Mark.SKIPPED: "Skipped",
    Mark.UNREADABLE: "Unreadable",
    Mark.NOT_ASKED: "Not asked",
}
BANDS = {Band.STRENGTH: "▲ strength", Band.BORDERLINE: "borderline", Band.CONCERN: "▼ concern"}


def sector_labels() -> dict[Sector, str]:
    """What each sector is called."""
    return {words.sector: words.label for words in load_framework().sectors}
