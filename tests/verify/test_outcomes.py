"""Every outcome there is, and the reasons for which a program is not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_interactions.verify.outcomes import Different, Equivalent, NotComparable, NotExercised, NotRun, Outcome
from migrate_interactions.verify.runner.program import Program
from tests.verify.conftest import PROGRAM, Bench
from tests.verify.programs import HELLO, QUICK


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, NotRun), outcome
    return outcome.reason


def lines(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, (Different, NotComparable)), outcome
    return [str(difference) for difference in outcome.differences]


def test_programs_that_ask_and_print_the_same_are_equivalent(bench: Bench) -> None:
    assert bench.verify(HELLO, HELLO) == Equivalent(PROGRAM, calls=1)


def test_a_lost_setting_is_named_with_both_values(bench: Bench) -> None:
    old = QUICK + 'ask("Hello", systemInstruction={"parts": [{"text": "Be brief"}]})\n'
    assert lines(bench.verify(old, QUICK + 'ask("Hello")\n')) == ["call 1: system: 'Be brief' became nothing"]


def test_long_values_are_shown_where_they_part(bench: Bench) -> None:
    old, new = (QUICK + f"ask('word ' * 50 + {end!r})\n" for end in ("yes", "no"))
    (line,) = lines(bench.verify(old, new))
    assert line.endswith("word yes' became '...word word word word word word no'")


def test_other_output_is_a_difference_with_its_diff(bench: Bench) -> None:
    outcome = bench.verify(HELLO, HELLO + 'print("more")\n')
    assert isinstance(outcome, Different)
    assert outcome.differences == ()
    assert outcome.output[-1] == "+more"


def test_a_call_less_is_named(bench: Bench) -> None:
    old = QUICK + 'ask("One"); ask("Two")\n'
    found = lines(bench.verify(old, QUICK + 'ask("One")\n'))
    assert found[0] == "2 calls became 1"
    assert found[1].startswith("only before: ")
    assert "Two" in found[1]


def test_a_program_that_starts_to_fail_is_different(bench: Bench) -> None:
    assert lines(bench.verify(HELLO, HELLO + "1 / 0\n")) == ["ending: 'normal' became 'ZeroDivisionError: division by zero'"]


def test_a_program_that_stops_failing_is_different_too(bench: Bench) -> None:
    assert lines(bench.verify(HELLO + "1 / 0\n", HELLO)) == ["ending: 'ZeroDivisionError: division by zero' became 'normal'"]


def test_a_program_that_differs_from_itself_is_not_comparable(bench: Bench) -> None:
    chance = QUICK + "import os; ask(os.urandom(4).hex())\n"
    assert isinstance(bench.verify(chance, chance), NotComparable)


def test_a_program_that_asks_nothing_is_not_exercised(bench: Bench) -> None:
    assert bench.verify("print(1)\n", "print(1)  # changed\n") == NotExercised(PROGRAM)


def test_a_program_that_asks_nothing_and_prints_something_else_is_different(bench: Bench) -> None:
    assert isinstance(bench.verify("print(1)\n", "print(2)\n"), Different)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import no_such_package_here\n", "missing package 'no_such_package_here'"),
        (
            "import argparse as a; p = a.ArgumentParser(); p.add_argument('topic'); p.parse_args()\n",
            "needs arguments: give them with --arg",
        ),
        ("input('> ')\n", "reads the terminal: give it --stdin FILE"),
        ("1 / 0\n", "both versions end in ZeroDivisionError: division by zero"),
        ("import sys; sys.exit('no config')\n", "both versions end with exit status 1 and ask nothing (no config)"),
        ("import os; os.kill(os.getpid(), 9)\n", "both versions end in killed by signal 9"),
    ],
)
def test_a_program_that_cannot_run_says_why(bench: Bench, source: str, expected: str) -> None:
    assert expected in reason(bench.verify(source, source + "# changed\n"))


def test_a_program_that_hangs_is_not_run(impatient: Bench) -> None:
    assert "time limit" in reason(impatient.verify(HELLO + "while True: pass\n", HELLO + "while True: pass\n"))


def test_a_program_that_begins_to_hang_is_different(impatient: Bench) -> None:
    assert lines(impatient.verify(HELLO, HELLO + "while True: pass\n")) == ["ending: 'normal' became 'stopped by the time limit'"]


def test_arguments_and_standard_input_reach_the_program(bench: Bench, tmp_path: Path) -> None:
    typed = tmp_path / "typed.txt"
    typed.write_text("a line\n")
    program = Program(PROGRAM, arguments=("one", "two words"), stdin=typed)
    run = bench.run("import sys; print(sys.argv[1:], input())\n", program)
    assert run.stdout == "['one', 'two words'] a line\n"


def test_a_conversation_ends_where_its_typed_lines_end(bench: Bench, tmp_path: Path) -> None:
    typed = tmp_path / "typed.txt"
    typed.write_text("One\nTwo\n")
    loop = QUICK + "while True: print(ask(input()))\n"
    assert bench.verify(loop, loop, Program(PROGRAM, stdin=typed)) == Equivalent(PROGRAM, calls=2)
