"""One bad file is one line, with its path and its reason, and all others are done."""

import os

import pytest

from tests.app.standin import CRASH, DONE, EURO, EXIT, MALFORMED, RAISE, RECURSE, SAFE

BAD = [
    pytest.param(b"safe()\nx = = 1\n", "GI001", "bad.py:2:", id="a syntax error"),
    pytest.param("safe()\ns = 'é'\n".encode("latin-1"), "GI002", "bad.py:2:", id="not UTF-8 in the first two lines"),
    pytest.param("safe()\n\n\ns = 'é'\n".encode("latin-1"), "GI002", "bad.py:4:", id="not UTF-8 further down"),
    pytest.param(b"# coding: klingon\nsafe()\n", "GI002", "klingon", id="an unknown encoding"),
    pytest.param(b"# coding: rot13\nsafe()\n", "GI002", "rot13", id="an encoding that is none of text"),
    pytest.param(b"\xef\xbb\xbf# coding: latin-1\nsafe()\n", "GI002", "bad.py", id="a BOM against the cookie"),
    pytest.param("safe()\n".encode("utf-16") + b"()", "GI002", "bad.py:1:", id="UTF-16"),
    pytest.param(b"safe()\rx = 1\r", "GI004", "carriage returns", id="bare carriage returns"),
    pytest.param(b"safe()\nx = 1 \x00\n", "GI00", "bad.py", id="a null byte"),
    pytest.param(b"safe()\nx = " + b"-" * 30_000 + b"1\n", "GI004", "nested too deeply", id="nesting that would kill the process"),
    pytest.param(RAISE.encode(), "GI004", "RuntimeError: the transform", id="a bug in a transform"),
    pytest.param(RECURSE.encode(), "GI004", "RecursionError", id="recursion without end"),
    pytest.param(EXIT.encode(), "GI004", "SystemExit", id="a transform that leaves"),
    pytest.param(MALFORMED.encode(), "GI005", "does not compile", id="a result that does not compile"),
    pytest.param(b"# coding: latin-1\n" + EURO.encode(), "GI005", "iso-8859-1", id="a result that the encoding cannot hold"),
]


@pytest.mark.parametrize(("data", "code", "said"), BAD)
def test_a_bad_file_is_one_line_and_the_others_are_done(cli, put, data, code, said):
    bad = put("bad.py", data)
    good = [put("a.py", SAFE), put("z.py", SAFE)]
    outcome = cli("run")
    (line,) = [line for line in outcome.out.splitlines() if line.startswith("bad.py")]
    assert code in line
    assert said in line
    assert outcome.status == 4
    assert bad.read_bytes() == data
    assert [file.read_text() for file in good] == [DONE, DONE]


GOOD = [
    pytest.param(b"", id="an empty file"),
    pytest.param(b"\n", id="an empty line"),
    pytest.param("# coding: latin-1\ns = 'é'\nsafe()\n".encode("latin-1"), id="latin-1 that says so"),
    pytest.param("# coding: cp1252\ns = '€'\nsafe()\n".encode("cp1252"), id="cp1252 that says so"),
    pytest.param(b"\xef\xbb\xbfsafe()\n", id="a BOM"),
    pytest.param(b"x = 1\r\nsafe()\r\n", id="Windows line ends"),
    pytest.param(b"x = 1\r\nsafe()\ny = 2\n", id="mixed line ends"),
    pytest.param(b"x = '''a\rb'''\nsafe()\n", id="a carriage return in a string"),
    pytest.param(b"safe()\n\x0cx = 1\n", id="a form feed"),
    pytest.param(b"safe()", id="no line end at the end"),
    pytest.param(b"safe()\nx = '\\d'\n", id="an invalid escape, of which Python would warn"),
    pytest.param("safe()\ns = '\u2028 \u0085'\n".encode(), id="line separators that are none to Python"),
]


@pytest.mark.parametrize("data", GOOD)
def test_all_that_is_not_rewritten_stays_as_it_was_byte_by_byte(cli, put, data):
    file = put("a.py", data)
    outcome = cli("run")
    assert outcome.status == 0
    assert outcome.err == ""
    assert file.read_bytes() == data.replace(b"safe()", b"done()")


def test_a_broken_link_is_reported_with_its_target(cli, put, project):
    good = put("a.py", SAFE)
    (project / "link.py").symlink_to("nowhere.py")
    outcome = cli("run")
    assert "link.py: GI003 broken link to nowhere.py" in outcome.out
    assert outcome.status == 4
    assert good.read_text() == DONE


def test_a_file_that_vanishes_between_listing_and_reading_is_reported(cli, put, monkeypatch):
    from migrate_interactions import engine

    put("a.py", SAFE)
    put("b.py", SAFE)
    discovered = engine.survey

    def vanishing(found, options, **how):
        os.unlink("a.py")
        return discovered(found, options, **how)

    monkeypatch.setattr(engine, "survey", vanishing)
    outcome = cli("run")
    assert "a.py: GI003 no such file" in outcome.out
    assert outcome.status == 4


def test_a_link_to_itself_is_reported(cli, project):
    (project / "loop.py").symlink_to("loop.py")
    outcome = cli("run")
    assert "loop.py: GI003" in outcome.out
    assert outcome.status == 4


def test_a_named_pipe_is_not_waited_for(cli, project):
    os.mkfifo(project / "pipe.py")
    outcome = cli("lint", "pipe.py")
    assert "pipe.py: GI003 not a regular file" in outcome.out
    assert outcome.status == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
@pytest.mark.parametrize("in_git", [True, False])
def test_a_folder_that_cannot_be_opened_is_reported(cli, put, project, request, in_git):
    if in_git:
        request.getfixturevalue("git")
    good = put("a.py", SAFE)
    put("closed/b.py", SAFE)
    (project / "closed").chmod(0)
    try:
        outcome = cli("run")
    finally:
        (project / "closed").chmod(0o755)
    assert "closed: GI003" in outcome.out
    assert outcome.status == 4
    assert good.read_text() == DONE


def test_a_folder_that_the_walk_cannot_open_is_reported(cli, put, monkeypatch):
    good = put("a.py", SAFE)
    put("closed/b.py", SAFE)
    scandir = os.scandir

    def refusing(path):
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    outcome = cli("run")
    assert "closed: GI003 folder cannot be opened: permission denied" in outcome.out
    assert outcome.status == 4
    assert good.read_text() == DONE


def test_a_file_that_cannot_be_read_is_reported(cli, put, monkeypatch):
    from pathlib import Path

    put("a.py", SAFE)
    good = put("b.py", SAFE)
    read = Path.read_bytes

    def refusing(path):
        if path.name == "a.py":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    outcome = cli("run")
    assert "a.py: GI003 permission denied" in outcome.out
    assert outcome.status == 4
    assert good.read_text() == DONE


def test_the_traceback_of_a_bug_is_shown_only_when_asked_for(cli, put):
    put("a.py", RAISE)
    assert "Traceback" not in cli("run").out
    assert "Traceback" in cli("run", "--debug").out


def test_a_crash_in_a_worker_is_one_finding(cli, put):
    import multiprocessing

    if multiprocessing.get_start_method() != "fork":
        pytest.skip("the stand-in reaches workers only by fork")
    good = [put(f"file{number:02}.py", SAFE) for number in range(20)]
    put("file07b.py", CRASH)
    outcome = cli("run")
    assert "file07b.py: GI004" in outcome.out
    assert outcome.status == 4
    assert {file.read_text() for file in good} == {DONE}


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.ipynb", b'["safe()"]', "a.ipynb:1:1: GI007 this is no notebook: it has no cells; leave the file out"),
        ("a.ipynb", b"()", "a.ipynb:1:1: GI001 is not valid JSON: Expecting value; save the notebook again, or leave it out"),
        ("a.py", b"safe()\r", "a.py:1:1: GI004 lines end in bare carriage returns; convert them to line feeds"),
    ],
)
def test_what_to_do_fits_what_is_wrong(cli, put, name, data, line):
    put(name, data)
    assert cli("lint", name).out.splitlines()[0] == line
