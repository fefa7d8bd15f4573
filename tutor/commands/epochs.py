"""A run as JSON, one line for each epoch: the same seed gives the very same bytes, and every line is valid.

Numbers are written with all their digits; null stands for one that has become infinite or no number at all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from engine.frames import Frame, Status
from engine.run import Run
from tutor.commands.result import findings, heads, verdicts


def json_lines(trained: Run) -> Iterator[str]:
    """One line for each epoch, the one before any step included, and one for the summary."""
    yield _dumps(_epoch(trained, trained.frame))
    while trained.status is Status.TRAINING:
        yield _dumps(_epoch(trained, trained.epoch()))
    last = trained.frame
    summary = {
        "experiment": trained.experiment.text_over(trained.sources),
        "title": trained.experiment.title,
        "seed": trained.experiment.seed,
        "steps": last.step,
        **_epoch(trained, last),
        "min_prediction": last.min_prediction,
        "max_prediction": last.max_prediction,
        "best_epoch": trained.best_epoch,
        "pairings": [
            {"target": head.name, "kind": str(seen.kind), "reason": seen.reason}
            for head, seen in zip(heads(trained), verdicts(trained), strict=True)
        ],
        "findings": [
            {"name": str(finding.name), "sentence": finding.sentence, "evidence": dict(finding.evidence)}
            for finding in findings(trained)
        ],
    }
    yield _dumps({"summary": summary})


def _epoch(trained: Run, frame: Frame) -> dict[str, object]:
    told: dict[str, object] = {
        "epoch": frame.epoch,
        "train_loss": frame.train_loss,
        "test_loss": frame.test_loss,
        "metric": frame.metric,
        "metric_name": trained.metric_name,
        "metric_unit": trained.metric_unit,
        "rate": frame.rate,
        "penalty": frame.penalty,
        "terms": [
            {
                "target": head.name,
                "loss": head.loss,
                "train_loss": term.train_loss,
                "test_loss": term.test_loss,
                "metric": term.metric,
                "metric_name": head.metric_name,
                "metric_unit": head.metric_unit,
                "trunk_norm": term.trunk_norm,
            }
            for head, term in zip(heads(trained), frame.terms, strict=True)
        ],
        "grad_norms": frame.grad_norms,
        "weight_norms": frame.weight_norms,
        "dead": frame.dead,
        "saturated": frame.saturated,
        "status": str(frame.status),
    }
    if frame.reason:
        told["reason"] = frame.reason
    return told


def _dumps(value: object) -> str:
    return json.dumps(_finite(value), allow_nan=False)


def _finite(value: object) -> object:
    """The value with null for every number that JSON cannot write."""
    match value:
        case dict():
            return {key: _finite(item) for key, item in value.items()}
        case list() | tuple():
            return [_finite(item) for item in value]
        case float():
            return value if math.isfinite(value) else None
    return value
