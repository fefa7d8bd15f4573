"""Formulas as people type them, such as `2a(1 − a)`: read safely, computed, compared and differentiated.

Nothing that is typed is ever run as a program: only the names, the functions and the signs listed here get through.
"""

from tutor.course.formulas.compare import Difference, counterexample, same
from tutor.course.formulas.errors import FormulaError
from tutor.course.formulas.formula import LONGEST, Formula, read_formula
from tutor.course.formulas.slope import slope

__all__ = ["LONGEST", "Difference", "Formula", "FormulaError", "counterexample", "read_formula", "same", "slope"]
