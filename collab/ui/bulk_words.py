"""What a sheet of reviews or milestones would do, did and left out, in sentences of plain text; no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.ui.wording import day, listed, many

if TYPE_CHECKING:
    from datetime import date

    from collab.services.bulk import OfReview, Preview

NAMING = frozenset({"item", "key", "section"})


def summary(noun: str, shown: Preview) -> str:
    """In one line what the sheet would do."""
    if shown.is_foreign:
        return f"{shown.file_name}: nothing of it can be taken here."
    if not shown.rows and shown.problems:
        return f"{shown.file_name}: nothing can be taken as it stands."
    if not shown.saved and not shown.both and not shown.problems:
        begins = shown.review is not None and shown.review.kept is None
        return f"{shown.file_name}: unchanged. {'It begins no review.' if begins else 'All of it is kept already.'}"
    return f"{shown.file_name}: {'; '.join(_parts(noun, shown))}."


def _parts(noun: str, shown: Preview) -> list[str]:
    added = sum(row.is_added for row in shown.saved)
    changed, both = len(shown.saved) - added, len(shown.both)
    same = len(shown.rows) - len(shown.saved) - both
    parts = [f"{many(changed, noun)} would change"] if changed or not added else []
    parts += [f"{many(added, noun)} would be added"] if added else []
    parts += [f"{many(same, 'row')} {'says' if same == 1 else 'say'} what is kept already"] if same else []
    parts += [f"{many(both, 'row')} {'was' if both == 1 else 'were'} also changed by somebody else"] if both else []
    return parts


def columns(shown: Preview) -> str:
    """Which columns were understood, and which were not."""
    headers = (f"“{header}”" for name, header in shown.columns.items() if name not in NAMING)
    known = listed(tuple(headers), most=12) or "none"
    unused = f" Not used: {listed(tuple(f'“{header}”' for header in shown.unused))}." if shown.unused else ""
    return f"Columns understood besides the names: {known}.{unused}"


def belongs_to(review: OfReview, *, begins: bool) -> str:
    """Which review it is about; "" where none would begin."""
    on, off = day(review.held_on), listed(tuple(f"“{label}”" for label in review.off))
    aside = f" {off} does not apply there as a whole, so what the sheet says of it counts in no figure." if off else ""
    if review.kept is None:
        return f"A review of {on} is begun with it.{aside}" if begins else ""
    return f"It belongs to the review of {on}, which is {'finished' if review.is_finished else 'under way'}.{aside}"


def left_open(shown: Preview) -> str:
    """What would stay open if the review were finished with the sheet, "" where nothing would."""
    if shown.review is None:
        return ""
    after, parts = shown.review.after, []
    if shown.left_out:
        parts.append(f"{many(shown.left_out, 'row is', 'rows are')} left out")
    if after.blank:
        parts.append(f"{after.blank} of {many(after.items, 'item')} {'has' if after.blank == 1 else 'have'} no status")
    if after.taken_over:
        was = "was" if after.taken_over == 1 else "were"
        stays = "what the review before said of them stays, marked as taken over"
        parts.append(f"{after.taken_over} of {many(after.items, 'item')} {was} not looked at: {stays}")
    return f"{'; '.join(parts)}." if parts else ""


def saved(noun: str, shown: Preview, count: int, *, finish: bool) -> str:
    """What a save did."""
    told = f"{many(count, noun)} saved."
    review = shown.review
    if review is None:
        return told
    if not finish:
        return f"{told} The review of {day(review.held_on)} is under way: go on with it, and finish it, at the top."
    after = review.after
    over = f", {after.taken_over} taken over from the review before" if after.taken_over else ""
    blank = f", {after.blank} without a status" if after.blank else ""
    looked = f"{after.looked_at} of {many(after.items, 'item')} looked at{over}{blank}"
    return f"{told} The review of {day(review.held_on)} is finished: {looked}."


def left_out(shown: Preview) -> tuple[str, ...]:
    """Every row that a save left out, with what to do."""
    both = (
        f"Row {row.place[1]}: “{row.label}” was also changed by somebody else, so what is saved stayed. "
        "Bring the sheet again to take its text."
        for row in shown.both
    )
    return (*(str(problem) for problem in shown.problems), *both)


def still_open(held_on: date) -> str:
    """A review that was opened for a sheet, which was then put aside."""
    return f"The review of {day(held_on)} is open again. Finish it at the top, so that it counts."
