"""Text files and web pages that no survey tool writes."""

from __future__ import annotations

from tests.exchange.reading.corpus import READ, Corpus

FILES = Corpus()

FILES.plain("one_line.csv", "line", lambda: b"x" * 20_000_000)
FILES.plain("wide.csv", "columns", lambda: b"a," * 40_000 + b"a\n")
FILES.plain("billion_columns.csv", "line", lambda: b"," * 30_000_000)
FILES.plain("only_commas.csv", "no cells", lambda: b",,,,\n" * 1_000)
FILES.plain("only_lines.csv", "no cells", lambda: b"\n" * 100_000)
FILES.plain("open_quote.csv", "never closed", lambda: b'id,comment\n1,"fine"\n2,"never closed\n' + b"3,more\n" * 20_000)
FILES.plain(
    "open_quote_short.csv", "never closed", lambda: b'id,comment\n1,"fine"\n2,"never closed\n' + b"3,more\n" * 50
)
FILES.plain("long_cell.csv", "32,767", lambda: b"id,comment\n1," + b"ab " * 20_000 + b"\n")
FILES.plain("nuls.csv", READ, lambda: b"id,school\n1,Nor\0th\n2,South\n" * 5)
FILES.plain("utf16_without_mark.csv", READ, lambda: "id\tschool\n1\tNorth\n2\tSouth\n".encode("utf-16-le"))
FILES.plain("utf16_backwards.csv", READ, lambda: "id\tschool\n1\tNorth\n2\tSouth\n".encode("utf-16-be"))
FILES.plain("half_utf16.csv", READ, lambda: b"\xff\xfe" + "id,school\n1,North\n".encode("utf-16-le")[:-1])
FILES.plain(
    "lone_surrogate.csv",
    READ,
    lambda: b"\xff\xfe" + "id,school\n1,".encode("utf-16-le") + b"\x00\xd8" + "x\n".encode("utf-16-le"),
)
FILES.plain("bad_utf8.csv", READ, lambda: "id,école\n".encode() * 20 + b"1,\xed\xa0\x80\n")
FILES.plain("cut_character.csv", READ, lambda: b"id,school\n1,North\n2,Caf\xc3")
FILES.plain("formulas.csv", READ, lambda: b"id,school\n=cmd|'/c calc'!A0,North\n+1,@SUM(A1)\n")
FILES.plain("too_many_rows.csv", "cells", lambda: b"1\n" * 1_100_000)
FILES.plain("too_many_cells.csv", "cells", lambda: (b"1," * 999 + b"1\n") * 10_100)
FILES.plain("quotes.csv", READ, lambda: b'a,b\n"x""y","z"w\n' * 50)
FILES.plain("just_text.csv", READ, lambda: b"Dear all,\nplease find the survey attached.\nBest, Kim\n")
FILES.plain("named_divider.csv", READ, lambda: b"sep=;\nid;school\n1;North\n")

# Web pages.

FILES.plain(
    "nested.xls",
    READ,
    lambda: (
        b"<html><table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>"
    ),
)
FILES.plain("deep.xls", "sheets", lambda: b"<html>" + b"<table><tr><td>" * 3_000)
FILES.plain(
    "spans.xls", "cells", lambda: b"<html><table>" + b"<tr><td rowspan=1000 colspan=1000>x</td></tr>" * 50 + b"</table>"
)
FILES.plain("unclosed.xls", READ, lambda: b"<table><tr><td>a<td>b<tr><td>1<td>2")
FILES.plain("open_comment.xls", "web page", lambda: b"<html><!--" + b"<" * 200_000)
FILES.plain("tagged_header.csv", READ, lambda: b"<p>School</p>,<b>Trust</b>\nNorth,4\nSouth,3\n")
FILES.plain("picture_like.csv", READ, lambda: "BMI,école\n4,3\n".encode())
