"""The record: what the learner answered and where they stopped, kept through crashes and power cuts.

Every answer is a line added to a file and never changed; all that the tutor knows is read from those lines.
"""

from tutor.record.events import RecordError
from tutor.record.place import home
from tutor.record.progress import Progress, answer_to, is_settled, progress, resume
from tutor.record.record import Record
from tutor.record.state import PENDING, Answered, Confidence, State

__all__ = [
    "PENDING",
    "Answered",
    "Confidence",
    "Progress",
    "Record",
    "RecordError",
    "State",
    "answer_to",
    "home",
    "is_settled",
    "progress",
    "resume",
]
