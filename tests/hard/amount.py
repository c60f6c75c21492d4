"""How much is tried: little in every run of the tests, much with `make long`."""

from __future__ import annotations

import os

#: How many times as much as usual.
LONG = int(os.environ.get("HARD", "1"))
