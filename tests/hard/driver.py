"""The command line on the stand-in for the transforms, in a process of its own that may be killed: `python -m tests.hard.driver run`.

PAUSE in the environment is how many seconds each file takes. It says "ready" on standard error when it begins.
"""

from __future__ import annotations

import os
import sys
import time

from codemods.options import Options
from codemods.outcome import Migration
from migrate_interactions import interrupts, transforms
from migrate_interactions.cli import main
from tests.app import standin

PAUSE = float(os.environ.get("PAUSE", "0"))


def migrate(source: str, options: Options, index: object = None) -> Migration:
    time.sleep(PAUSE)
    return standin.migrate(source, options, index)


transforms.migrate = migrate  # type: ignore[assignment]
transforms.may_concern = standin.may_concern
transforms.may_hold_old_code = standin.may_concern

if __name__ == "__main__":
    interrupts.listen()
    sys.stderr.write("ready\n")
    sys.stderr.flush()
    main()
