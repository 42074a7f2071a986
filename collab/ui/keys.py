"""Names of query parameters and of session state, so that two screens never mean different things by one."""

from __future__ import annotations

# In the address (query parameters).
INITIATIVE = "initiative"
ROUND = "round"
MEETING = "meeting"
MODE = "show"
SECTORS = "sectors"
PARTNERS = "partners"
POOLED = "pooled"
DIMENSION = "dimension"
UNIT = "column"
TARGET = "row"

# In the session only.
ADMITTED = "_admitted"
WANTED = "_wanted_page"
CHOSEN_INITIATIVE = "_chosen_initiative"
CHOSEN_ROUND = "_chosen_round"
PICK_INITIATIVE = "_pick_initiative"
PICK_ROUND = "_pick_round"
FLASH = "_flash"
LAST_CELL = "_last_cell"
SEARCH = "find"
SORT = "_sort_matrix"
HIGHEST = "_highest_first"
LOOK_COLUMN = "_look_column"
LOOK_ROW = "_look_row"
ROWS = "rows"
SHOWN_TABLE = "_table_open"
