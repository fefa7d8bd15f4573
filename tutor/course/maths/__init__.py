"""Maths in lessons: `$…$` in a documented part of LaTeX, said in one line of Unicode for a terminal.

docs/maths.md is for authors; the checker uses `problems_in` and `strays`, and what shows text uses `translated`.
"""

from tutor.course.maths.error import MathsError
from tutor.course.maths.markdown import plain, problems_in, translated
from tutor.course.maths.reader import translate
from tutor.course.maths.spans import Span, outside, spans
from tutor.course.maths.strays import strays

__all__ = ["MathsError", "Span", "outside", "plain", "problems_in", "spans", "strays", "translate", "translated"]
