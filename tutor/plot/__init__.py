"""Pictures of training made of characters, each with one sentence that says the same in words.

Every picture is a value: exactly as wide and as high as asked for, whatever numbers it is given.
"""

from tutor.plot.clouds import Scatter, fit, predictions
from tutor.plot.curves import Curve, loss_curves
from tutor.plot.functions import activation
from tutor.plot.gatemap import gates
from tutor.plot.listing import Line, listing
from tutor.plot.norms import norms
from tutor.plot.picture import Picture
from tutor.plot.verdicts import Sign, verdicts

__all__ = [
    "Curve",
    "Line",
    "Picture",
    "Scatter",
    "Sign",
    "activation",
    "fit",
    "gates",
    "listing",
    "loss_curves",
    "norms",
    "predictions",
    "verdicts",
]
