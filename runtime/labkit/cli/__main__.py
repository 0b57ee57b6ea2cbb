"""``python -m labkit.cli``: the command where it is not installed."""

import sys

from labkit.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
