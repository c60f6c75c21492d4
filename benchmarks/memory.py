"""Run the tool in this process and say on standard error how much memory the process (not its workers) had at most, in MB."""

import resource
import sys

from migrate_interactions.cli import main

try:
    main()
finally:
    sys.stderr.write(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")
