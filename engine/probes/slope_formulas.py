"""The slope of every activation and every loss as a line of text, for a trace to say what its numbers come from.
z is a unit's sum, a its activation or the answer, y the truth; s is the sigmoid of z and p the softmax of the zs."""

SLOPE_TEXTS: dict[str, str] = {
    "linear": "1",
    "relu": "1 where z > 0, else 0",
    "leaky_relu": "1 where z > 0, else 0.01",
    "elu": "1 where z > 0, else eᶻ",
    "gelu": "Φ(z) + z · φ(z), with the bell curve φ and the area Φ under it",
    "silu": "s + a · (1 − s)",
    "sigmoid": "a · (1 − a)",
    "tanh": "1 − a²",
    "softplus": "s",
    "step": "0",
    "softmax": "aᵢ · (1 − aᵢ) for its own z, −aᵢ · aₖ for another's",
}
"""da/dz by the activation's name."""

LOSS_SLOPE_TEXTS: dict[str, str] = {
    "mse": "2 · (a − y)",
    "half_mse": "a − y",
    "mae": "the sign of a − y",
    "huber": "a − y, but no less than −1 and no more than 1",
    "bce": "(1 − y) / (1 − a) − y / a",
    "cce": "−y / a",
    "bce_logits": "s − y",
    "cce_logits": "p − y, where the truths add up to 1",
}
"""dL/da by the loss's name."""
