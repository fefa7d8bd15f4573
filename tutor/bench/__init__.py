"""The bench: a set-up of one's own, field by field, with every change undoable and up to six set-ups in one race.

Everything here is values and text; the screen draws them.
"""

from tutor.bench.bench import RACERS, Bench, Racer
from tutor.bench.changes import changed
from tutor.bench.field import Field
from tutor.bench.fields import fields_of
from tutor.bench.setup import Setup

__all__ = ["RACERS", "Bench", "Field", "Racer", "Setup", "changed", "fields_of"]
