"""Workbooks whose XML attacks, or claims what is not so."""

from __future__ import annotations

from tests.exchange.reading.builders import (
    HEAD,
    MAIN,
    OPEN_DOCUMENT,
    TWO_ROWS,
    cell,
    external_link,
    ods_cell,
    ods_row,
    ods_table,
    ole,
    open_document,
    row,
    sheet_xml,
    with_shared_texts,
    workbook,
    workbook_parts,
    zipped,
)
from tests.exchange.reading.corpus import READ, Corpus

FILES = Corpus()

ENTITIES = '<!DOCTYPE worksheet [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
FILES.plain("laughs.xlsx", "ENTITY", lambda: workbook(sheet_xml(prolog=HEAD + ENTITIES)))
FILES.plain(
    "outside_entity.xlsx", "ENTITY", lambda: workbook(sheet_xml(row(1, cell("A1", "&a;")), prolog=HEAD + OUTSIDE))
)
FILES.plain("late_doctype.xlsx", "ENTITY", lambda: workbook(sheet_xml(prolog=f"{HEAD}<!--{' ' * 20_000}-->{ENTITIES}")))
FILES.plain("huge_prolog.xlsx", "damaged", lambda: workbook(sheet_xml(prolog=f"{HEAD}<!--{'x y ' * 40_000}-->")))
FILES.plain(
    "entities_in_workbook.xlsx",
    "ENTITY",
    lambda: zipped(
        workbook_parts() | {"xl/workbook.xml": str(workbook_parts()["xl/workbook.xml"]).replace(HEAD, HEAD + ENTITIES)}
    ),
)
FILES.plain(
    "entities_in_texts.xlsx",
    "ENTITY",
    lambda: zipped(
        with_shared_texts(workbook_parts(), f'{HEAD}{ENTITIES}<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>')
    ),
)
FILES.plain(
    "utf16_sheet.xlsx",
    "UTF-8",
    lambda: zipped(workbook_parts() | {"xl/worksheets/sheet1.xml": sheet_xml(prolog="").encode("utf-16")}),
)
FILES.plain(
    "other_encoding.xlsx", "UTF-8", lambda: workbook(sheet_xml(prolog='<?xml version="1.0" encoding="UTF-7"?>'))
)
FILES.plain("not_xml.xlsx", "damaged", lambda: zipped(workbook_parts() | {"xl/workbook.xml": "this is not XML"}))
FILES.plain("open_ended.xlsx", "damaged", lambda: workbook(sheet_xml().removesuffix("</sheetData></worksheet>")))

# Cells far away, or too many.

FILES.plain(
    "far_corner.xlsx", "cells", lambda: workbook(sheet_xml(row(1, cell("A1")) + row(1_048_576, cell("XFD1048576"))))
)
FILES.plain(
    "beyond_grid.xlsx",
    "outside the grid",
    lambda: workbook(sheet_xml(row(1, cell("A1")) + row(2_000_000_000, cell("A2000000000")))),
)
FILES.plain("beyond_columns.xlsx", "outside the grid", lambda: workbook(sheet_xml(row(1, cell("A1"), cell("ZZZZ1")))))
FILES.plain(
    "far_row_only.xlsx", "outside the grid", lambda: workbook(sheet_xml(row(1, cell("A1")) + '<row r="4294967295"/>'))
)
FILES.plain("far_single.xlsx", READ, lambda: workbook(sheet_xml(row(1_048_576, cell("XFD1048576")))))
FILES.plain(
    "styled_far_away.xlsx",
    READ,
    lambda: workbook(sheet_xml(TWO_ROWS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')),
)
FILES.plain("false_dimension.xlsx", READ, lambda: workbook(sheet_xml(before='<dimension ref="A1:XFD1048576"/>')))
FILES.plain(
    "no_references.xlsx",
    READ,
    lambda: workbook(sheet_xml("<row><c t='inlineStr'><is><t>a</t></is></c><c><v>4</v></c></row>")),
)
FILES.plain(
    "false_unique.xlsx",
    "different texts",
    lambda: zipped(
        with_shared_texts(
            workbook_parts(),
            f'{HEAD}<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>',
        )
    ),
)
FILES.plain(
    "endless_unique.xlsx",
    "different texts",
    lambda: zipped(
        with_shared_texts(
            workbook_parts(), f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="18446744073709551615"><si><t>a</t></si></sst>'
        )
    ),
)
FILES.plain(
    "texts_missing.xlsx",
    "damaged",
    lambda: workbook(sheet_xml('<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>')),
)
FILES.plain("long_cell.xlsx", "32,767", lambda: workbook(sheet_xml(row(1, cell("A1", "ab " * 12_000)))))
FILES.plain(
    "long_shared_text.xlsx",
    "32,767",
    lambda: zipped(
        with_shared_texts(workbook_parts(), f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"ab " * 12_000}</t></si></sst>')
    ),
)
FILES.plain(
    "merge_everything.xlsx",
    "Merged cells",
    lambda: workbook(sheet_xml(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
)
FILES.plain(
    "wide_title.xlsx", READ, lambda: workbook(sheet_xml(after='<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'))
)
FILES.plain(
    "false_merge.xlsx", READ, lambda: workbook(sheet_xml(after='<mergeCells><mergeCell ref="no:where"/></mergeCells>'))
)


@FILES.built("million_rows.xlsx", "cells")
def _million_rows() -> bytes:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 260_001))
    return workbook(sheet_xml(rows + row(260_001, cell("AAA260001"))))


@FILES.built("many_merges.xlsx", "Merged cells")
def _many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, 210_001))
    return workbook(sheet_xml(after=f"<mergeCells>{merges}</mergeCells>"))


FILES.plain("many_sheets.xlsx", "sheets", lambda: workbook(*[sheet_xml()] * 300))
FILES.plain("blank.xlsx", "no cells", lambda: workbook(sheet_xml("")))
FILES.plain("charts_only.xlsx", "no sheet with cells", lambda: workbook(kind="chartsheet"))
FILES.plain("hidden_only.xlsx", READ, lambda: workbook(states=["hidden"]))
FILES.plain(
    "macros.xlsm",
    READ,
    lambda: zipped(
        workbook_parts(main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml")
        | {"xl/vbaProject.bin": ole(["VBA"])}
    ),
)
FILES.plain(
    "external_link.xlsx",
    READ,
    lambda: zipped(
        workbook_parts()
        | {
            "xl/externalLinks/externalLink1.xml": f'{HEAD}<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": external_link("externalLinkPath", "file:///etc/hostname"),
        }
    ),
)
FILES.plain(
    "sheet_outside.xlsx",
    "no sheet",
    lambda: zipped(workbook_parts() | {"xl/_rels/workbook.xml.rels": external_link("worksheet", "http://127.0.0.1/x")}),
)
FILES.plain(
    "dde.xlsx",
    READ,
    lambda: workbook(sheet_xml(TWO_ROWS + '<row r="3"><c r="A3" t="str"><f>cmd|\'/c calc\'!A0</f><v>x</v></c></row>')),
)
FILES.plain("nul.xlsx", READ, lambda: workbook(sheet_xml(row(1, cell("A1", "a_x0000_b"), cell("B1", "c")))))
FILES.plain(
    "spill.xlsx",
    READ,
    lambda: workbook(sheet_xml('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1"><v>1</v></c></row>')),
)
FILES.plain(
    "prefixed.xlsx",
    READ,
    lambda: workbook(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    ),
)
FILES.plain(
    "prefixed_corner.xlsx",
    "cells",
    lambda: workbook(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    ),
)
FILES.plain(
    "two_prefixes.xlsx",
    "spreadsheet",
    lambda: workbook(
        f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>2</x:v></x:c></x:row></sheetData></worksheet>'
    ),
)

# OpenDocument bombs.
FILES.plain(
    "columns_bomb.ods",
    "cells",
    lambda: open_document(ods_table(ods_row(ods_cell(number_columns_repeated=1_000_000_000)))),
)
FILES.plain(
    "rows_bomb.ods",
    "cells",
    lambda: open_document(ods_table(ods_row(ods_cell(), number_rows_repeated=1_000_000_000))),
)
FILES.plain(
    "grid_bomb.ods",
    "cells",
    lambda: open_document(ods_table(ods_row(ods_cell(number_columns_repeated=16_384), number_rows_repeated=1_048_576))),
)
FILES.plain(
    "usual_padding.ods",
    READ,
    lambda: open_document(
        ods_table(
            ods_row(ods_cell(), ods_cell(None, number_columns_repeated=16_383)),
            ods_row(ods_cell(None, number_columns_repeated=16_384), number_rows_repeated=1_048_575),
        )
    ),
)
FILES.plain(
    "locked.ods",
    "password",
    lambda: open_document("", manifest="<manifest:manifest><manifest:encryption-data/></manifest:manifest>"),
)
FILES.plain(
    "laughs.ods",
    "ENTITY",
    lambda: zipped(
        {
            "mimetype": OPEN_DOCUMENT,
            "content.xml": f"{HEAD}{ENTITIES}<worksheet>&b;</worksheet>",
        }
    ),
)
FILES.plain("blank.ods", "no cells", lambda: open_document('<table:table table:name="A"/>'))
FILES.plain(
    "not_xml.ods",
    "damaged",
    lambda: zipped({"mimetype": OPEN_DOCUMENT, "content.xml": "<<<<"}),
)
