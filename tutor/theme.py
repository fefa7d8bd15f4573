"""How the tutor looks: one dark and one light theme, and the styles of prose.

Calm on purpose: one accent color, and every other color belongs to an option of the question on the screen.
"""

from __future__ import annotations

from rich.theme import Theme as ProseTheme
from textual.theme import Theme

DARK = Theme(
    name="nn-tutor-dark",
    primary="#7AA2D6",
    secondary="#7AA2D6",
    accent="#8AB4F0",
    foreground="#D8DCE3",
    background="#14171C",
    surface="#14171C",
    panel="#20252D",
    success="#4FC79A",
    warning="#E6B450",
    error="#F07A6A",
    dark=True,
    variables={
        "border": "#39414D",
        "border-blurred": "#39414D",
        "block-cursor-background": "#2A3442",
        "scrollbar": "#39414D",
        "scrollbar-hover": "#55606F",
        "scrollbar-active": "#8AB4F0",
        "scrollbar-background": "#14171C",
        "scrollbar-background-hover": "#14171C",
        "scrollbar-background-active": "#14171C",
    },
)

LIGHT = Theme(
    name="nn-tutor-light",
    primary="#2E5E9E",
    secondary="#2E5E9E",
    accent="#1F5FBF",
    foreground="#22262B",
    background="#FBFAF7",
    surface="#FBFAF7",
    panel="#ECEAE4",
    success="#14754F",
    warning="#8A5A00",
    error="#B3261E",
    dark=False,
    variables={
        "border": "#C4C0B6",
        "border-blurred": "#C4C0B6",
        "block-cursor-background": "#DCE6F4",
        "scrollbar": "#C4C0B6",
        "scrollbar-hover": "#9B968A",
        "scrollbar-active": "#1F5FBF",
        "scrollbar-background": "#FBFAF7",
        "scrollbar-background-hover": "#FBFAF7",
        "scrollbar-background-active": "#FBFAF7",
    },
)

THEMES = {"dark": DARK, "light": LIGHT}

PROSE = ProseTheme(
    {
        "markdown.h1": "bold",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.h4": "bold",
        "markdown.code": "bold",
        "markdown.block_quote": "italic",
        "markdown.item.bullet": "bold",
        "markdown.item.number": "bold",
        "markdown.link": "underline",
        "markdown.link_url": "underline",
        "markdown.strong": "bold",
        "markdown.em": "italic",
    }
)

VERDICTS = {"right": "success", "acceptable": "warning", "wrong": "error"}
"""The theme's color for each verdict on an answer."""
