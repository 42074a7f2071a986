"""Rows that are added one after the other, as a browser would fill them in."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from streamlit.testing.v1 import AppTest

NUMBERS = count(1)


class Row:
    """The row whose first field has this label. What is sent is what a browser sends: load, typed, lines."""

    def __init__(self, screen: AppTest, label: str) -> None:
        self.screen, self.label = screen, label
        self.lines: list[dict[str, Any]] = []
        self.held: dict[str, Any] = self.data["start"]
        self.load = self.data["load"]

    @property
    def proto(self) -> Any:
        """The element, as the server drew it last."""
        for element in self.screen._tree[0]:
            if element.type == "bidi_component":
                data = json.loads(element.proto.json or "{}")
                if "parts" in data and data["parts"][0]["label"] == self.label:
                    return element.proto
        raise LookupError(self.label)

    @property
    def data(self) -> dict[str, Any]:
        """What the browser gets."""
        found: dict[str, Any] = json.loads(self.proto.json)
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What is in the fields, by their labels."""
        self._look()
        return {part["label"]: self.held[part["name"]] or "" for part in self.data["parts"]}

    def _look(self) -> None:
        data = self.data
        if data["load"] != self.load:
            self.load, self.held = data["load"], {**data["start"], "id": ""}
        self.lines = [line for line in self.lines if line["id"] not in data["taken"]]

    def type(self, **values: str) -> None:
        """Fill in fields, and pause."""
        self._look()
        self.held = {**self.held, **values, "id": self.held.get("id") or f"{next(NUMBERS):032x}"}
        self.send()

    def enter(self, *, second: bool = False) -> None:
        """Press Enter, or (second) Shift and Enter."""
        self._look()
        self.lines = [
            *self.lines,
            {**self.held, "second": second, "id": self.held.get("id") or f"{next(NUMBERS):032x}"},
        ]
        self.held = dict.fromkeys(self.held, "")
        self.send()

    def send(self) -> None:
        """Send what the fields hold and the lines that wait."""
        states = self.screen._tree.get_widget_states()
        state = states.widgets.add()
        state.id = self.proto.id
        state.json_value = json.dumps(
            {"now": {"number": next(NUMBERS), "load": self.load, "typed": self.held, "lines": self.lines}}
        )
        self.screen._run(states)
        self._look()
