"""The part of a script that changes the learning rate from epoch to epoch.
It is one small function of the epoch, which every framework can be given."""

from engine.experiment import Experiment
from engine.export.writing import decimal
from engine.schedules import Schedule


def changes(experiment: Experiment) -> bool:
    """Whether the rate ever changes."""
    return experiment.schedule != Schedule()


def factor_function(experiment: Experiment) -> str:
    """`factor(epoch)`: what the rate is multiplied by; empty when that is always 1."""
    if not changes(experiment):
        return ""
    schedule = experiment.schedule
    lines = [
        "def factor(epoch):",
        f'    """What the rate is multiplied by in an epoch, the first being 0: {schedule.text}."""',
    ]
    epoch = "epoch"
    if schedule.warmup:
        lines += [
            f"    if epoch < {schedule.warmup}:",
            f"        return (epoch + 1) / {schedule.warmup + 1}",
        ]
        epoch = f"(epoch - {schedule.warmup})"
    lines.append(f"    return {_shape(schedule, epoch, experiment.epochs - schedule.warmup)}")
    return "\n".join(lines)


def _shape(schedule: Schedule, epoch: str, epochs: int) -> str:
    numbers = [decimal(number) for number in schedule.numbers]
    match schedule.shape:
        case "step":
            return f"{numbers[0]} ** ({epoch} // {int(schedule.numbers[1])})"
        case "exponential":
            return f"{numbers[0]} ** {epoch}"
        case "inverse":
            return f"1.0 / (1.0 + {numbers[0]} * {epoch})"
        case "cosine":
            return f"(1.0 + math.cos(math.pi * {epoch} / {epochs})) / 2.0"
    return "1.0"
