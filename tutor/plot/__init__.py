"""Pictures of training made of characters, each with one sentence that says the same in words.

Every picture is a value: exactly as wide and as high as asked for, whatever numbers it is given.
"""

from tutor.plot.bars import Bar, bars
from tutor.plot.boxes import Box, boxes
from tutor.plot.clouds import Scatter, fit, predictions
from tutor.plot.confusion import confusion
from tutor.plot.curves import Curve, loss_curves
from tutor.plot.functions import activation
from tutor.plot.gatemap import gates
from tutor.plot.heat import Samples, surface, unit_view
from tutor.plot.histogram import Spread, histograms
from tutor.plot.layer import Layer
from tutor.plot.listing import Line, listing
from tutor.plot.network import network
from tutor.plot.norms import norms
from tutor.plot.picture import Picture
from tutor.plot.plane import Axis, Field
from tutor.plot.regions import Points, regions
from tutor.plot.scale import Scale
from tutor.plot.slopes import Mark, Sloped, sloped
from tutor.plot.verdicts import Sign, verdicts
from tutor.plot.weights import weight_at, weights

__all__ = [
    "Axis",
    "Bar",
    "Box",
    "Curve",
    "Field",
    "Layer",
    "Line",
    "Mark",
    "Picture",
    "Points",
    "Samples",
    "Scale",
    "Scatter",
    "Sign",
    "Sloped",
    "Spread",
    "activation",
    "bars",
    "boxes",
    "confusion",
    "fit",
    "gates",
    "histograms",
    "listing",
    "loss_curves",
    "network",
    "norms",
    "predictions",
    "regions",
    "sloped",
    "surface",
    "unit_view",
    "verdicts",
    "weight_at",
    "weights",
]
