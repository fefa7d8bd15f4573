"""The commands of `nn-tutor`, one module each: `add_arguments(parser)` declares it, `run(args)` does it."""

COMMANDS = {
    "list": "show the lessons, and how far you are",
    "bench": "build a network of your own and train it, on the screen",
    "run": "train one experiment and print what happens",
    "check": "check lessons for mistakes; with --train, their claims too",
    "new": "write a short lesson with notes to start from",
    "export": "write one experiment as a PyTorch or Keras script",
    "progress": "show, find or reset your record",
}
"""Every command by its name, and what it does."""
