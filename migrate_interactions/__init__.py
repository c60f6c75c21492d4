"""The application: finds files, hands them to `codemods`, writes and reports. Nothing here knows what is rewritten."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

__version__ = "0.1.0"


def _load_own_codemods() -> None:
    """Make `codemods` mean ours, whatever stands first on the path.

    `codemods` is a name that users' repositories have too. With `python -m` or `PYTHONPATH=.` theirs would be imported;
    so ours is loaded from beside this package before anything asks for it. Worker processes come through here as well.
    """
    own = Path(__file__).resolve().parent.parent / "codemods" / "__init__.py"
    known = sys.modules.get("codemods")
    if known is not None and Path(getattr(known, "__file__", None) or "").resolve() == own:
        return
    for name in [name for name in sys.modules if name == "codemods" or name.startswith("codemods.")]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location("codemods", own, submodule_search_locations=[str(own.parent)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{own} is missing: the installation is incomplete")
    module = importlib.util.module_from_spec(spec)
    sys.modules["codemods"] = module
    spec.loader.exec_module(module)


_load_own_codemods()
