"""Whether what is learned is the right amount: by heart is too much, little more than a constant is too little.
The test set tells the first, the constant answer's loss the second."""

import numpy as np

from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import ACHIEVED, Signs, late
from engine.frames import Status

ROSE = 0.25
"""The test loss has risen when it is this share above its lowest, and…"""
ROSE_AT_LEAST = 0.2
"""…by at least this share of the constant's loss: what is tiny may double."""
GAP = 0.5
"""What the training set has gained on a constant and the test set has not, as a share of the constant's loss: from
here on, more than half of what was learned holds for the training set alone."""
SHRUNK = 0.5
"""Weights shorter than this share of their first length were pulled down: without a penalty they grow."""
WEIGHTY = 0.1
"""A penalty that the first weights cost less of, measured by the loss of a constant, leaves the data the say: weights
that shrink all the same were of no use to it."""
OVERSHOOT = 1.0
"""A rate times l2 above this takes every weight past zero in each step, and above 2 farther away than it was."""
SILENT = 0.6
"""More dropout than this leaves each step less than half of a layer; the usual shares are 0.1 to 0.5."""
LITTLE = 0.05
"""Less than this share of the constant's loss removed is nothing learned."""
NEIGHBORS = 5
"""So many examples next to each one answer together for it, as a measure of what the inputs tell."""
KNOW_MORE = 0.3
"""Neighbors that explain this share more than the network show that there is a shape it cannot take."""
MOST_ROWS = 500
"""More examples than this are not asked: the distances are one number for each pair."""
SETTLED = 0.05
"""The loss has settled when the last half of the epochs changed it by less than this share of the constant's."""


def overfitting(signs: Signs) -> Finding | None:
    """A test loss that rises while the training loss falls, or that training never reached."""
    if not signs.half_done or not len(signs.tests) or not signs.constant > 0.0:
        return None
    best = int(signs.tests.argmin())
    lowest, test, train = float(signs.tests[best]), late(signs.tests), signs.late
    rose = test - lowest > max(ROSE * lowest, ROSE_AT_LEAST * signs.constant) and train < signs.losses[best]
    apart = signs.learned > ACHIEVED and signs.understood < signs.learned - GAP
    if not rose and not apart:
        return None
    course = (
        f"rose from {text(lowest)} in epoch {signs.frames[best].epoch} to {text(test)}" if rose else f"is {text(test)}"
    )
    sentence = (
        f"The training loss has come down to {text(train)}, but the test loss {course}: the network learns its "
        f"{len(signs.run.data.x_train)} training examples by heart. Take more examples, a smaller network, l2, "
        "dropout, or stop earlier (patience)."
    )
    evidence = (
        ("late training loss", train),
        ("late test loss", test),
        ("lowest test loss", lowest),
        ("epoch of the lowest test loss", float(signs.frames[best].epoch)),
        ("training examples", float(len(signs.run.data.x_train))),
        ("parameters", float(signs.run.network.parameters.size)),
    )
    return Finding(Cause.OVERFITTING, sentence, evidence)


def over_penalized(signs: Signs) -> Finding | None:
    """A penalty that pulls the weights down faster than the data can raise them."""
    experiment = signs.run.experiment
    decay = experiment.optimizer.decay or 0.0
    pull = max(experiment.l1, experiment.l2, decay)
    if not pull or not (signs.diverged or (signs.half_done and signs.learned < ACHIEVED)):
        return None
    lengths = [float(np.linalg.norm(frame.weight_norms)) for frame in (signs.first, signs.last)]
    overshoots = signs.diverged and signs.run.base_rate * experiment.l2 > OVERSHOOT
    weighs = decay or not signs.first.penalty < WEIGHTY * signs.constant
    if not overshoots and not (weighs and lengths[1] < SHRUNK * lengths[0]):
        return None
    what = "blew the weights up, as each step overshoots zero" if overshoots else "pulled the weights down"
    sentence = (
        f"The penalty (l1 {text(experiment.l1)}, l2 {text(experiment.l2)}, decay {text(decay)}) {what}, from a length "
        f"of {text(lengths[0])} to {text(lengths[1])}, and little is learned. Make it ten to a hundred times smaller."
    )
    evidence = (
        ("penalty", signs.last.penalty),
        ("weight length at the start", lengths[0]),
        ("weight length", lengths[1]),
        ("loss", signs.late),
        ("loss of a constant", signs.constant),
    )
    return Finding(Cause.OVER_PENALIZED, sentence, evidence)


def too_much_dropout(signs: Signs) -> Finding | None:
    """So many units silenced in each step that the rest cannot learn."""
    dropout = signs.run.experiment.dropout
    if dropout < SILENT or not signs.half_done or not signs.learned < ACHIEVED:
        return None
    sentence = (
        f"Dropout silences {dropout:.0%} of the hidden units in every step, and the others have removed only "
        f"{max(signs.learned, 0.0):.0%} of a constant answer's loss. Use 0.1 to 0.5, or none."
    )
    evidence = (("dropout", dropout), ("loss", signs.late), ("loss of a constant", signs.constant))
    return Finding(Cause.TOO_MUCH_DROPOUT, sentence, evidence)


def too_simple(signs: Signs) -> Finding | None:
    """A network of straight lines alone that has settled far from what the inputs tell."""
    bends = any(layer.activation != "linear" for layer in signs.run.network.layers[:-1])
    if bends or not _settled(signs) or not signs.learned < 1.0 - KNOW_MORE:
        return None
    known = _neighbors_know(signs)
    if not known - signs.learned > KNOW_MORE:
        return None
    sentence = (
        f"Without a bend between its layers the network can only draw a straight line. It has settled at "
        f"{max(signs.learned, 0.0):.0%} of what there is to explain, where an example's {NEIGHBORS} nearest neighbors "
        f"explain {known:.0%}. Add a hidden layer of tanh or relu."
    )
    return Finding(Cause.TOO_SIMPLE, sentence, (*_little(signs), ("share that neighbors explain", known)))


def nothing_learned(signs: Signs) -> Finding | None:
    """A loss that has settled where a constant answer would be, for no reason that is seen."""
    if not signs.half_done or signs.still_falls or not signs.learned < LITTLE:
        return None
    if len(signs.run.data.x_train) <= NEIGHBORS:
        return None  # so few examples show neither that there is something to learn nor that there is not
    known = _neighbors_know(signs)
    if signs.run.status is Status.DONE and signs.last.epoch < signs.run.experiment.epochs:
        advice = f"Patience ended the run there: more than {signs.run.experiment.patience} epochs of it give it time."
    elif known > KNOW_MORE:
        advice = f"Yet an example's nearest neighbors explain {known:.0%}, so there is something to learn: "
        advice += "try another rate, tanh or relu units, or more of them."
    else:
        advice = "Perhaps the inputs say nothing about the target; look for others that do."
    sentence = (
        f"After {signs.last.epoch} epochs the loss is {text(signs.late)}; one constant answer to every example costs "
        f"{text(signs.constant)}. {advice}"
    )
    return Finding(Cause.NOTHING_LEARNED, sentence, (*_little(signs), ("share that neighbors explain", known)))


def _settled(signs: Signs) -> bool:
    losses = signs.losses
    return signs.half_done and len(losses) > 1 and abs(losses[len(losses) // 2] - losses[-1]) < SETTLED * signs.constant


def _neighbors_know(signs: Signs) -> float:
    """The share of the first truths' variance that the mean truth of each example's nearest neighbors explains."""
    data = signs.run.data
    x, y = data.x_train[:MOST_ROWS], data.targets[0].of(data.y_train)[:MOST_ROWS]
    if len(x) <= NEIGHBORS:
        return 0.0
    squares = (x * x).sum(axis=1)
    apart = squares[:, None] + squares - 2.0 * (x @ x.T)
    np.fill_diagonal(apart, np.inf)
    nearest = np.argpartition(apart, NEIGHBORS, axis=1)[:, :NEIGHBORS]
    spread = float(y.var(axis=0).sum())
    return 1.0 - float(((y[nearest].mean(axis=1) - y) ** 2).sum(axis=1).mean()) / spread if spread else 0.0


def _little(signs: Signs) -> tuple[tuple[str, float], ...]:
    return (("loss", signs.late), ("loss of a constant", signs.constant), ("share learned", signs.learned))
