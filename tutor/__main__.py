"""`python -m tutor` is `nn-tutor`."""

import sys

from tutor.cli import main

sys.exit(main())
