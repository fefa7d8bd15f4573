"""What to know about a learner's table once it is read: what was read other than it stands, renamed or left out.
Every note is one sentence; many of a kind become one that counts them."""

from collections.abc import Sequence

import numpy as np

from engine.activations import Array
from engine.data.category_reading import Mask
from engine.data.column_reading import ReadColumn
from engine.data.csv_reading import MAX_PROBLEMS, SEPARATORS, shown
from engine.data.number_text import DECIMAL_SIGNS
from engine.data.sources import Column
from engine.data.text_table import TextTable


def reading_notes(table: TextTable, names: Sequence[str], read: Sequence[ReadColumn]) -> list[str]:
    """How the file was read, and what its columns are called."""
    notes = list(table.notes)
    if table.separator != ",":
        notes.append(f"the columns are separated by {SEPARATORS[table.separator]}")
    comma = next((column.decimal_comma for column in read if column.decimal_comma), "")
    if comma:
        notes.append(f"numbers have a decimal {DECIMAL_SIGNS[',']}: '{comma}' is read as {comma.replace(',', '.')}")
    renamed = [(name, header) for name, header in zip(names, table.header, strict=True) if name != header.lower()]
    notes += _few([f"'{shown(header)}' is called {name} in settings" for name, header in renamed], "are renamed")
    told = [f"{name}: {note}" for name, column in zip(names, read, strict=True) for note in column.notes]
    return notes + _few(told, "are read in such a way")


def _few(notes: list[str], what: str) -> list[str]:
    """The first notes, and how many columns there are more."""
    if len(notes) <= MAX_PROBLEMS:
        return notes
    return [*notes[:MAX_PROBLEMS], f"{len(notes) - MAX_PROBLEMS} more columns {what}"]


def dropped_notes(table: TextTable, read: Sequence[ReadColumn], useful: Sequence[int], missing: Mask) -> list[str]:
    """How many rows are dropped, and which columns have holes."""
    if not missing.any():
        return []
    counts = [(int(read[place].missing.sum()), shown(table.header[place])) for place in useful]
    counts = sorted((pair for pair in counts if pair[0]), key=lambda pair: -pair[0])
    where = ", ".join(f"{header} ({count:,})" for count, header in counts[:5])
    more = f" and {len(counts) - 5} more" if len(counts) > 5 else ""
    rows = f"{missing.sum():,} of {len(missing):,} row{'s' * (len(missing) != 1)}"
    return [f"{rows} dropped, because a value is missing in {where}{more}"]


def input_notes(column: Column, values: Array) -> list[str]:
    """What to know about an input, of values (rows,), before using it."""
    name = column.name
    if column.classes:
        return []
    if bool(np.all(values == values[0])):
        return [f"{name}: {values[0]:g} in every row, which tells a network nothing"]
    if bool(np.all(np.diff(np.sort(values)) == 1.0)):
        return [f"{name}: counts the rows one by one; name the inputs without it if that means nothing"]
    whole = bool(np.all(values == np.round(values)))
    if whole and (name == "id" or name.endswith("_id")) and len(np.unique(values)) == len(values):
        return [f"{name}: is another number in every row; name the inputs without it if that means nothing"]
    return []
