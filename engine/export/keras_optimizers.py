"""The optimizers in Keras's words. Some of Keras's own differ in a detail from their papers, and from the run:
where epsilon is added, or whether the rate is inside the velocity; those are written out."""

from engine.experiment import Experiment
from engine.export.schedule_section import changes
from engine.export.writing import decimal
from engine.optimizers import OPTIMIZERS, Adam, RMSprop

MOMENTUM = '''\
class Momentum(keras.optimizers.Optimizer):
    """A ball that rolls. Keras's own SGD puts the rate into the velocity, where a new rate comes late."""

    def __init__(self, learning_rate, momentum, nesterov=False):
        super().__init__(learning_rate)
        self.momentum, self.nesterov = momentum, nesterov

    def build(self, variables):
        super().build(variables)
        self.velocities = [self.add_variable_from_reference(each, "velocity") for each in variables]

    def update_step(self, gradient, variable, learning_rate):
        velocity = self.velocities[self._get_variable_index(variable)]
        self.assign(velocity, self.momentum * velocity + gradient)
        step = gradient + self.momentum * velocity if self.nesterov else velocity
        self.assign_sub(variable, learning_rate * step)'''

RMSPROP = '''\
class RMSprop(keras.optimizers.Optimizer):
    """A step size for each weight. Keras's own adds epsilon below the root, this one beside it, as PyTorch does."""

    def __init__(self, learning_rate, rho, epsilon):
        super().__init__(learning_rate)
        self.rho, self.epsilon = rho, epsilon

    def build(self, variables):
        super().build(variables)
        self.squares = [self.add_variable_from_reference(each, "square") for each in variables]

    def update_step(self, gradient, variable, learning_rate):
        square = self.squares[self._get_variable_index(variable)]
        self.assign(square, self.rho * square + (1.0 - self.rho) * ops.square(gradient))
        self.assign_sub(variable, learning_rate * gradient / (ops.sqrt(square) + self.epsilon))'''

ADAM = f'''\
class Adam(keras.optimizers.Adam):
    """Adam as in the paper's algorithm 1; Keras's own adds epsilon before it corrects the root for its cold start."""

    def update_step(self, gradient, variable, learning_rate):
        step = ops.cast(self.iterations + 1, variable.dtype)
        self.epsilon = {decimal(Adam.EPSILON)} * ops.sqrt(1.0 - ops.power(self.beta_2, step))
        super().update_step(gradient, variable, learning_rate)'''


def by_hand(experiment: Experiment) -> str:
    """The optimizer that Keras has not quite; empty when it has."""
    match experiment.optimizer.name:
        case "momentum" | "nesterov" if changes(experiment):
            return MOMENTUM
        case "rmsprop":
            return RMSPROP
        case "adam" | "adamw":
            return ADAM
    return ""


def made(experiment: Experiment) -> str:
    """Code that makes the optimizer."""
    spec = experiment.optimizer
    kind = OPTIMIZERS[spec.name]
    beta = decimal(kind.BETA if spec.beta is None else spec.beta)
    match spec.name:
        case "momentum" | "nesterov":
            name = "Momentum" if changes(experiment) else "keras.optimizers.SGD"
            nesterov = ", nesterov=True" if spec.name == "nesterov" else ""
            return f"{name}(RATE, momentum={beta}{nesterov})"
        case "rmsprop":
            return f"RMSprop(RATE, rho={beta}, epsilon={decimal(RMSprop.EPSILON)})"
        case "adam" | "adamw":
            decay = kind.DECAY if spec.decay is None else spec.decay
            extra = f", weight_decay={decimal(decay)}" if spec.name == "adamw" else ""
            return f"Adam(RATE, beta_1={beta}, beta_2={decimal(Adam.BETA_2)}{extra})"
    return "keras.optimizers.SGD(RATE)"
