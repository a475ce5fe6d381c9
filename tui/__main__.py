"""`python -m tui` is `rolewizard`."""

import sys

from tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
