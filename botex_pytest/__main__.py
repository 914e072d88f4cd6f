"""`python -m botex_pytest` is the `botex` command."""

import sys

from botex_pytest.cli.main import main

sys.exit(main())
