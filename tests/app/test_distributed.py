"""`--executor dask://…`: the same results from a local cluster, also when a worker is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from migrate_interactions.distributed import hired, on
from migrate_interactions.exits import UsageError
from migrate_interactions.results import Candidate, Failed, Migrated
from tests.app.test_project import CORE, NEW, OLD, invoke

Put = Callable[..., Path]
ROOT = Path(__file__).parents[2]


def _named(candidate: Candidate) -> Failed:
    if candidate.path == "bad.py":
        raise ValueError
    return Failed(candidate.path, "GI001", "seen")


def test_any_executor_does_and_keeps_the_order() -> None:
    names = [f"{number}.py" for number in range(20)] + ["bad.py"]
    with ThreadPoolExecutor(4) as executor:
        results = list(on(executor, [Candidate(name, b"") for name in names], _named))
    assert [result.path for result in results] == names
    assert isinstance(results[-1], Failed) and results[-1].code == "GI004"


@pytest.mark.parametrize("address", ["localhost:8786", "dask://", "ray://host:1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="dask://HOST:PORT"):
        hired(address)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as cluster:
        yield cluster


def _address(cluster: Any) -> str:
    return f"dask://{cluster.scheduler_address.removeprefix('tcp://')}"


@pytest.mark.slow
def test_a_cluster_does_what_this_machine_does(put: Put, cluster: Any) -> None:
    put("core.py", CORE)
    files = [put(f"app{number}.py", f"from core import client\n{OLD}") for number in range(12)]
    put("broken.py", "import genai\ndef (\n")
    here = invoke("lint", "--output-format=json")
    there = invoke("lint", "--output-format=json", "--executor", _address(cluster))
    assert there.out == here.out
    assert there.status == here.status
    invoke("run", "--executor", _address(cluster))
    assert all(NEW in file.read_text() for file in files)


class Killing:
    """Work that ends the process of one worker the first time it meets a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, candidate: Candidate) -> Migrated | Failed:
        if candidate.path == "deadly.py" and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Failed(candidate.path, "GI001", "seen")


@pytest.mark.slow
def test_a_lost_worker_only_costs_time(tmp_path: Path, cluster: Any) -> None:
    names = [f"{number}.py" for number in range(10)] + ["deadly.py"]
    results = hired(_address(cluster))([Candidate(name, b"") for name in names], Killing(tmp_path / "killed"))
    assert (tmp_path / "killed").exists()
    assert [(result.path, result.message) for result in results if isinstance(result, Failed)] == [(name, "seen") for name in names]
