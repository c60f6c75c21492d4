"""What programs can and cannot do while they are verified, and what is left of them: nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.javascript.programs import HELLO
from tests.javascript.running import Node
from tests.verify.test_runner import ends

#: Some of these wait until a time is over.
pytestmark = pytest.mark.slow

FETCHED = "fetch('http://example.com').catch((error) => console.log(error.cause.message))"
REFUSED = "refuses the connection to example.com:80: programs reach the loopback service only"


@pytest.mark.parametrize(
    ("attempt", "target"),
    [
        ("await fetch('http://example.com')", "example.com:80"),
        ("const { get } = await import('node:https'); get('https://example.com')", "example.com:443"),
        ("const { connect } = await import('node:net'); connect(9, '127.0.0.1')", "127.0.0.1:9"),
        ("const { connect } = await import('node:net'); connect({ path: '/var/run/docker.sock' })", "/var/run/docker.sock"),
        ("const { connect } = await import('node:tls'); connect(443, '192.0.2.1')", "192.0.2.1:443"),
        ("const { connect } = await import('node:http2'); connect('https://example.com')", "example.com:443"),
        ("const { lookup } = await import('node:dns/promises'); await lookup('example.com')", "example.com"),
        ("const { resolve4 } = await import('node:dns'); resolve4('example.com', (error) => { throw error; })", "example.com"),
        ("const { createSocket } = await import('node:dgram'); createSocket('udp4').send('x', 53, '192.0.2.1')", "192.0.2.1"),
    ],
)
def test_no_network_but_the_service(node: Node, attempt: str, target: str) -> None:
    run = node.run_program(attempt)
    assert run.blocked == (target,)
    assert run.failure is not None
    assert "programs reach the loopback service only" in run.stderr


def test_a_refused_connection_is_the_reason(node: Node) -> None:
    source = "await fetch('http://example.com');\n"
    assert "it needs a connection to example.com:80" in str(node.verify(source, source))


@pytest.mark.parametrize(
    "started",
    [
        f"import {{ execFileSync }} from 'node:child_process';\nconsole.log(String(execFileSync(process.execPath, ['-e', {FETCHED!r}])));",
        f"import {{ Worker }} from 'node:worker_threads';\nnew Worker({FETCHED!r}, {{ eval: true }});",
        "import { execFileSync } from 'node:child_process';\n"
        "const child = \"import socket\\ntry: socket.create_connection(('example.com', 80))\\nexcept OSError as e: print(e)\";\n"
        "console.log(String(execFileSync('python3', ['-c', child])));",
    ],
    ids=["child process", "worker", "Python"],
)
def test_what_a_program_starts_has_no_network_either(node: Node, started: str) -> None:
    assert REFUSED in node.run_program(started).stdout


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("detached", ["false", "true"])
def test_children_do_not_outlive_the_program(node: Node, detached: str) -> None:
    source = f"""
import {{ spawn }} from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {{}}, 600000)'], {{ detached: {detached}, stdio: 'ignore' }});
child.unref();
console.log(child.pid);
"""
    started = time.monotonic()
    run = node.run_program(source)
    assert time.monotonic() - started < 60
    assert ends(int(run.stdout))


@pytest.mark.parametrize(
    "hanging", ["for (;;) {}", "setInterval(() => {}, 1000);", "import { createServer } from 'node:http';\ncreateServer().listen(0);"]
)
def test_a_program_that_hangs_is_stopped(impatient: Node, hanging: str) -> None:
    outcome = impatient.verify(hanging, hanging)
    assert "it ran into the time limit" in str(outcome)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_a_hanging_program_ends_with_its_children(impatient: Node) -> None:
    source = "import { fork } from 'node:child_process';\nimport { fileURLToPath } from 'node:url';\nconsole.log(process.pid);\n"
    source += "if (process.argv.length < 3) fork(fileURLToPath(import.meta.url), ['child']);\nsetInterval(() => {}, 1000);\n"
    run = impatient.run_program(source)
    assert run.ended.timed_out
    pids = [int(pid) for pid in run.stdout.split()]
    assert len(pids) == 2
    assert all(map(ends, pids))


def test_a_program_that_prints_without_end_is_stopped(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrate_interactions.verify.runner.process.OUTPUT_LIMIT", 100_000)
    assert node.run_program("for (;;) console.log('x'.repeat(1000));").ended.flooded


def test_the_environment_holds_no_credentials_and_no_home(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "NPM_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "GEMINI_API_KEY", "API_KEY"):
        monkeypatch.setenv(name, "secret-value")
    run = node.run_program("import { homedir } from 'node:os';\nconsole.log(JSON.stringify(process.env));\nconsole.log(homedir());")
    assert "secret-value" not in run.stdout
    assert run.stdout.count("loopback-key") >= 4
    assert str(Path.home()) != run.stdout.splitlines()[1]


def test_options_of_the_users_node_are_not_taken_over(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--require /no/such/file.cjs")
    assert node.run_program(HELLO).failure is None


def test_every_run_starts_in_a_fresh_copy_at_the_same_place(node: Node) -> None:
    source = "import { readdirSync, writeFileSync } from 'node:fs';\n"
    source += "console.log(process.cwd(), readdirSync('.'));\nwriteFileSync('left.txt', '');\n"
    assert node.run_program(source).stdout == node.run_program(source).stdout
    assert "left.txt" not in node.run_program(source).stdout


def test_what_a_program_puts_beside_its_packages_is_gone_afterwards(node: Node) -> None:
    left = "node_modules/.cache/left.txt"
    run = node.run_program(
        f"import {{ mkdirSync, writeFileSync }} from 'node:fs';\nmkdirSync('node_modules/.cache');\nwriteFileSync('{left}', '');"
    )
    assert run.failure is None
    assert not (Path(__file__).parent / left).exists()


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("process.exit(3)", "exit status 3"),
        ("process.exitCode = 4", "exit status 4"),
        ("Promise.reject(new RangeError('late')); setTimeout(() => {}, 50)", "RangeError: late"),
        ("class Own extends Error {}\nthrow new Own('x')", "Own: x"),
        ("throw 'text'", "thrown string: text"),
        ("await new Promise(() => {})", "exit status 13"),
        ("process.abort()", "killed by signal 6"),
        ("const x = ;", "SyntaxError: Unexpected token ';'"),
        ("import 'no-such-package/sub'", "ERR_MODULE_NOT_FOUND: Cannot find package 'no-such-package'"),
    ],
)
def test_how_a_program_ended_is_told(node: Node, source: str, failure: str) -> None:
    assert str(node.run_program(source).failure).startswith(failure)


@pytest.mark.parametrize(
    "source",
    [
        "process.exit()",
        "process.on('uncaughtException', () => {}); throw new Error('x')",
        "process.on('unhandledRejection', () => {}); Promise.reject(1)",
    ],
)
def test_a_program_that_deals_with_its_errors_ends_normally(node: Node, source: str) -> None:
    assert node.run_program(source).failure is None
