"""The part of a script that draws the first weights with NumPy, from the generator of the run.
So they are the very same weights, whatever the framework would have drawn by itself."""

from engine.experiment import Experiment
from engine.export.writing import decimal, repeated
from engine.starts import RELU_FAMILY

_FUNCTIONS = {
    "glorot": '''\
def glorot(dice, n_inputs, units):
    """Uniform within ±√(6 / (n_inputs + units))."""
    reach = math.sqrt(6.0 / (n_inputs + units))
    return dice.uniform(-reach, reach, (n_inputs, units))''',
    "he": '''\
def he(dice, n_inputs, units):
    """Normal with standard deviation √(2 / n_inputs): for ReLU and its kin."""
    return dice.normal(0.0, math.sqrt(2.0 / n_inputs), (n_inputs, units))''',
    "lecun": '''\
def lecun(dice, n_inputs, units):
    """Normal with standard deviation √(1 / n_inputs)."""
    return dice.normal(0.0, math.sqrt(1.0 / n_inputs), (n_inputs, units))''',
    "normal": '''\
def normal(dice, n_inputs, units):
    """Normal with one standard deviation for every layer."""
    return dice.normal(0.0, {value}, (n_inputs, units))''',
    "constant": '''\
def constant(dice, n_inputs, units):
    """Every weight the same: all units of a layer then learn the same."""
    return np.full((n_inputs, units), {value})''',
    "zeros": '''\
def zeros(dice, n_inputs, units):
    """Every weight 0."""
    return np.zeros((n_inputs, units))''',
}


def start_functions(experiment: Experiment) -> str:
    """The functions that draw weights (n_inputs, units), those alone that this experiment needs."""
    value = decimal(experiment.start.value)
    used = dict.fromkeys(_names(experiment))
    return "\n\n\n".join(_FUNCTIONS[name].replace("{value}", value) for name in used)


def start_list(experiment: Experiment) -> str:
    """Code for the list of those functions, one for each layer and head in order."""
    return repeated(_names(experiment))


def _names(experiment: Experiment) -> list[str]:
    name = experiment.start.name
    if name != "auto":
        return [name] * len(experiment.net.layers)
    return ["he" if layer.activation in RELU_FAMILY else "glorot" for layer in experiment.net.layers]
