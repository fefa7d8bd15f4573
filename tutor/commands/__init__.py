"""The commands of `nn-tutor`, one module each: `add_arguments(parser)` declares it, `run(args)` does it."""
