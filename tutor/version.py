"""The version of nn-tutor, where it can be read without loading anything else."""

VERSION = "0.1.0"
