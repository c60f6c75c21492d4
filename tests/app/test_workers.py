import os

from migrate_interactions.results import Candidate, Failed
from migrate_interactions.workers import PARALLEL_FROM, work_on


def work(candidate: Candidate) -> Failed:
    """Says which process it ran in; a file of the right name takes that process down."""
    if candidate.path.startswith("crash"):
        os._exit(3)
    return Failed(candidate.path, "GI001", str(os.getpid()))


def _candidates(*names: str) -> list[Candidate]:
    return [Candidate(name, b"") for name in names]


def test_few_files_start_no_process():
    results = work_on(_candidates("a", "b"), work, jobs=4)
    assert {result.message for result in results} == {str(os.getpid())}


def test_many_files_are_done_elsewhere_and_come_back_in_order():
    names = [f"file{number}" for number in range(PARALLEL_FROM * 3)]
    results = work_on(_candidates(*names), work, jobs=3)
    assert [result.path for result in results] == names
    assert str(os.getpid()) not in {result.message for result in results}


def test_files_that_kill_their_process_fail_alone():
    names = [f"file{number}" for number in range(PARALLEL_FROM)]
    names[1:1] = ["crash1"]
    names.append("crash2")
    results = work_on(_candidates(*names), work, jobs=2)
    assert [result.path for result in results] == names
    assert {result.path for result in results if result.code == "GI004"} == {"crash1", "crash2"}


def test_no_files_are_no_work():
    assert work_on([], work) == []
