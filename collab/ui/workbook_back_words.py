"""What a workbook that came back would do, did and left out, in sentences of plain text; no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.ui import bulk_words
from collab.ui.wording import listed, many, moment

if TYPE_CHECKING:
    from collab.services.bulk import Preview
    from collab.services.workbook_back import Saved, SheetPreview, Workbook, WorkbookPreview

GONE = "This sheet is not in the file any more. Nothing of it is changed."


def downloaded(workbook: Workbook) -> str:
    """When it was downloaded, and what of it is read."""
    names = listed(tuple(f"“{part.name}”" for part in workbook.parts))
    at = moment(workbook.exported_at) if workbook.exported_at else "an unknown day"
    told = f"Downloaded on {at}. Only the sheets {names} are read back; the others are to be read by people."
    return f"{told} {_copied(workbook)}".strip()


def _copied(workbook: Workbook) -> str:
    """What is told of sheets that are copies, "" where none is."""
    names = listed(tuple(f"“{name}”" for name in workbook.copied))
    what = "look like copies" if len(workbook.copied) > 1 else "looks like a copy"
    told = f"{names} {what} of a sheet that is read back. Put what you changed there into that sheet."
    return told if names else ""


def summary(shown: WorkbookPreview) -> str:
    """In one line what the whole workbook would do."""
    rows = [row for each in shown.sheets if each.preview and not each.preview.refused for row in each.preview.saved]
    added = sum(row.is_added for row in rows)
    parts = [f"{many(len(rows) - added, 'row')} would change"] if len(rows) > added else []
    parts += [f"{many(added, 'row')} would be added"] if added else []
    waiting = sum(len(each.preview.both) for each in shown.sheets if each.preview)
    parts += [f"{many(waiting, 'row')} {'was' if waiting == 1 else 'were'} also changed by somebody else"] * bool(
        waiting
    )
    faults = sum(len(each.preview.problems) for each in shown.sheets if each.preview)
    parts += [many(faults, "problem")] * bool(faults)
    if parts:
        return f"{'; '.join(parts)}."
    if any(each.preview and each.preview.refused for each in shown.sheets):
        return "Nothing can be saved as it stands: see below what stands in the way."
    if any(each.preview and each.preview.notes for each in shown.sheets):
        return "There is nothing to save. What stands below each sheet is kept as it was."
    return "There is nothing to save: it holds no change that is not kept here already."


def since(shown: WorkbookPreview) -> str:
    """That this copy is not the newest, where something was saved since."""
    was, them = ("was", "it") if shown.since == 1 else ("were", "them")
    return f"{many(shown.since, 'change')} {was} saved here since it was downloaded; a new download has {them}."


def of_sheet(sheet: SheetPreview) -> str:
    """The same of one sheet, as short as a heading."""
    preview = sheet.preview
    if preview is None:
        return "not in the file"
    added = sum(row.is_added for row in preview.saved)
    counts = (
        (len(preview.saved) - added, "changed"),
        (added, "new"),
        (len(preview.both), "changed by two"),
        (len({(each.sheet, each.row) for each in preview.problems}), "with a problem"),
    )
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "unchanged"


def would_be_saved(preview: Preview) -> str:
    """What stands above the cells that a save would write; of a checklist, in which review."""
    if preview.review is None:
        return "To be saved:"
    return f"To be saved. {bulk_words.belongs_to(preview.review, begins=True)}"


def saved(done: Saved, shown: WorkbookPreview) -> str:
    """What a save did; a review that it wrote in counts only once somebody finishes it."""
    parts = [f"{many(done.changed, 'row')} changed"] if done.changed or not done.added else []
    parts += [f"{many(done.added, 'row')} added"] if done.added else []
    waiting = tuple(
        f"“{each.part.name}”" for each in shown.sheets if each.saved and each.preview and each.preview.review
    )
    finish = (
        f" What came into {listed(waiting)} counts, also in What is owed, once that review is finished: on Checklists, "
        "Go on, then Finish."
        if waiting
        else ""
    )
    return f"Saved: {', '.join(parts)}.{finish}"


def left_out(shown: WorkbookPreview) -> tuple[str, ...]:
    """Every row that a save left out, with what to do."""
    found: list[str] = []
    for sheet in shown.sheets:
        if sheet.preview is None:
            continue
        if sheet.preview.refused:
            found.append(f"Sheet “{sheet.part.name}”: {sheet.preview.refused}")
        found += map(str, sheet.preview.problems)
        found += (
            f"Sheet “{sheet.part.name}”, row {row.place[1]}: “{row.label}” was also changed by somebody else, so what "
            "is saved stayed."
            for row in sheet.preview.both
        )
    return tuple(found)
