"""Keeps what a page drew as constants and draws the same again: the page that a real one is held to.

Nothing is computed when it is drawn: figures, tables and labels were made once and lie in memory. Kinds of
elements that are not known here stop the benchmark, so that the page of constants never draws less.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Draw = Callable[[], Any]


@dataclass
class Node:
    """An element or a block at its place; message is the proto that the real page sent for it."""

    message: Any = None
    is_block: bool = False
    children: dict[int, Node] = field(default_factory=dict)


def save_recording(drawn: list[ForwardMsg], file: Path) -> Path:
    """Keep the deltas of one whole run of a page."""
    file.write_bytes(pickle.dumps([message.SerializeToString() for message in drawn]))
    return file


def tree_of(file: Path) -> Node:
    """What was kept, as a tree of nodes: child 0 is the page, 1 the side bar, 2 holds styles."""
    root = Node(is_block=True)
    for data in pickle.loads(file.read_bytes()):
        message = ForwardMsg.FromString(data)
        node = root
        for place in message.metadata.delta_path:
            node = node.children.setdefault(place, Node(is_block=True))
        if message.delta.HasField("new_element"):
            node.message, node.is_block = message.delta.new_element, False
        elif message.delta.HasField("add_block"):
            node.message, node.is_block = message.delta.add_block, True
    return root


@cache
def drawing_of(file: Path) -> Draw:
    """A function that draws the recording; made once per server."""
    root = tree_of(file)
    numbers = iter(range(10_000))
    side, main, styles = (
        [_prepared(node, numbers) for _, node in sorted(_children(root, place))] for place in (1, 0, 2)
    )

    def draw() -> None:
        with st.sidebar:
            _draw_all(side)
        _draw_all(styles)
        _draw_all(main)

    return draw


def _children(root: Node, place: int) -> list[tuple[int, Node]]:
    return list(root.children[place].children.items()) if place in root.children else []


def _draw_all(drawings: list[Draw]) -> None:
    for draw in drawings:
        draw()


def _prepared(node: Node, numbers: Any) -> Draw:
    if not node.is_block:
        kind = node.message.WhichOneof("type")
        return ELEMENTS[kind](getattr(node.message, kind), f"constant_{next(numbers)}")
    children = [child for _, child in sorted(node.children.items())]
    if children and all(_kind(child) == "column" for child in children):
        return _prepared_columns(children, numbers)
    inside = [_prepared(child, numbers) for child in children]
    opened = BLOCKS.get(_kind(node), _container)(node.message, f"constant_{next(numbers)}")

    def draw() -> None:
        with opened():
            _draw_all(inside)

    return draw


def _kind(node: Node) -> str:
    return (node.message.WhichOneof("type") or "") if node.is_block and node.message is not None else ""


def _prepared_columns(columns: list[Node], numbers: Any) -> Draw:
    weights = [column.message.column.weight for column in columns]
    insides = [[_prepared(child, numbers) for _, child in sorted(column.children.items())] for column in columns]

    def draw() -> None:
        for column, inside in zip(st.columns(weights), insides, strict=True):
            with column:
                _draw_all(inside)

    return draw


def _container(message: Any, key: str) -> Draw:
    if message is None or message.WhichOneof("type") != "flex_container":
        return st.container
    flex = message.flex_container
    horizontal = flex.direction == flex.Direction.HORIZONTAL
    return partial(st.container, horizontal=horizontal, border=flex.border)


BLOCKS: dict[str, Callable[[Any, str], Draw]] = {
    "expandable": lambda block, key: partial(st.expander, block.expandable.label),
    "popover": lambda block, key: partial(st.popover, block.popover.label),
    "form": lambda block, key: partial(st.form, key),
}


def _markdown(element: Any, key: str) -> Draw:
    if element.element_type == element.Type.CAPTION:
        return partial(st.caption, element.body)
    return partial(st.markdown, element.body, unsafe_allow_html=element.allow_html)


def _heading(element: Any, key: str) -> Draw:
    return partial({"h1": st.title, "h2": st.header}.get(element.tag, st.subheader), element.body, anchor=False)


def _button_group(element: Any, key: str) -> Draw:
    options = [option.content for option in element.options]
    several = element.click_mode == element.ClickMode.MULTI_SELECT
    default: Any = [options[place] for place in element.default]
    if not several:
        default = default[0] if default else None
    draw = st.pills if element.style == element.Style.PILLS else st.segmented_control
    mode = "multi" if several else "single"
    return partial(draw, element.label or "Choose", options, selection_mode=mode, default=default, key=key)


def _selectbox(element: Any, key: str) -> Draw:
    return partial(st.selectbox, element.label, list(element.options), index=element.default, key=key)


def _multiselect(element: Any, key: str) -> Draw:
    options = list(element.options)
    default = [options[place] for place in element.default]
    return partial(st.multiselect, element.label, options, default=default, key=key)


def _checkbox(element: Any, key: str) -> Draw:
    draw = st.toggle if element.type == element.StyleType.TOGGLE else st.checkbox
    return partial(draw, element.label, value=element.default, key=key)


def _plotly(element: Any, key: str) -> Draw:
    import plotly.io

    figure = plotly.io.from_json(element.spec, skip_invalid=True)
    chosen = "rerun" if element.selection_mode else "ignore"
    config = json.loads(element.config) if element.config else None
    return partial(st.plotly_chart, figure, key=key, on_select=chosen, config=config, theme=element.theme or None)


def _dataframe(element: Any, key: str) -> Draw:
    from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

    frame = convert_arrow_bytes_to_pandas_df(element.arrow_data.data)
    columns = json.loads(element.columns) if element.columns else None
    return partial(st.dataframe, frame, column_config=columns, key=key)


def _table(element: Any, key: str) -> Draw:
    from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

    return partial(st.table, convert_arrow_bytes_to_pandas_df(element.arrow_data.data))


def _component(element: Any, key: str) -> Draw:
    if element.WhichOneof("data") not in ("json", None):
        raise ValueError(f"The component {element.component_name} was given data of a kind that is not known here.")
    parts = {"html": element.html_content, "css": element.css_content, "js": element.js_content}
    given = {name: text for name, text in parts.items() if text}
    draw = st.components.v2.component(key, **given, isolate_styles=element.isolate_styles)
    return partial(draw, data=json.loads(element.json) if element.json else None, key=key)


def _download(element: Any, key: str) -> Draw:
    # The real page makes the content only when the button is pressed, and so does this one.
    return partial(st.download_button, element.label, lambda: b"", file_name="x", key=key, on_click="ignore")


def _html(element: Any, key: str) -> Draw:
    return partial(st.html, element.body)


ELEMENTS: dict[str, Callable[[Any, str], Draw]] = {
    "alert": lambda element, key: partial(st.info, element.body),
    "bidi_component": _component,
    "button": lambda element, key: partial(st.button, element.label, key=key),
    "button_group": _button_group,
    "checkbox": _checkbox,
    "dataframe": _dataframe,
    "download_button": _download,
    "empty": lambda element, key: st.empty,
    "heading": _heading,
    "html": _html,
    "link_button": lambda element, key: partial(st.link_button, element.label, element.url),
    "markdown": _markdown,
    "metric": lambda element, key: partial(st.metric, element.label, element.body),
    "multiselect": _multiselect,
    "page_link": lambda element, key: partial(st.page_link, "https://example.invalid", label=element.label),
    "plotly_chart": _plotly,
    "selectbox": _selectbox,
    "space": lambda element, key: st.space,
    "table": _table,
    "text": lambda element, key: partial(st.text, element.body),
}
