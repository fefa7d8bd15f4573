"""A dense layer: every unit weighs every input and adds its bias; the activation then bends the sum.
The bias is one more weight, of an input that is always 1, so a single product does it all."""

from dataclasses import dataclass

from engine.activations import Array
from engine.norms import Norm


@dataclass
class Dense:
    """One layer's weights and biases, and their gradients: views of the network's flat vectors.

    `matrix` (…, n_inputs + 1, units) holds the weights and, as its last row, the bias; so does `d_matrix`
    their gradient. `norm` normalizes the sums before the activation, `dropout` is the share of the units
    silenced at random in training. A stack of networks has its number of networks as the first axis.
    """

    activation: str
    matrix: Array
    d_matrix: Array
    norm: Norm | None = None
    dropout: float = 0.0

    @property
    def n_inputs(self) -> int:
        """How many numbers come in, the constant 1 of the bias not counted."""
        return int(self.matrix.shape[-2]) - 1

    @property
    def units(self) -> int:
        """How many numbers go out."""
        return int(self.matrix.shape[-1])

    @property
    def weights(self) -> Array:
        """(…, n_inputs, units), a view."""
        return self.matrix[..., :-1, :]

    @property
    def bias(self) -> Array:
        """(…, units), a view."""
        return self.matrix[..., -1, :]

    @property
    def d_weights(self) -> Array:
        """d(loss)/d(weights), (…, n_inputs, units), a view."""
        return self.d_matrix[..., :-1, :]

    @property
    def d_bias(self) -> Array:
        """d(loss)/d(bias), (…, units), a view."""
        return self.d_matrix[..., -1, :]
