from tests.app.standin import DONE, HAND, RAISE, SAFE


def test_the_result_goes_to_standard_output_and_the_rest_to_standard_error(cli):
    outcome = cli("run", "-", stdin=(SAFE + HAND).encode())
    assert outcome.raw == (DONE + HAND).encode()
    assert "<stdin>:2:1: GI205" in outcome.err
    assert outcome.status == 1


def test_source_without_old_code_passes_byte_by_byte(cli):
    data = "\ufeffx = 'é'\r\ny = 1".encode()
    outcome = cli("run", "-", stdin=data + b" #()")
    assert outcome.raw == data + b" #()"
    assert outcome.status == 0
    assert cli("run", "-", stdin=data).raw == data


def test_findings_have_the_name_that_was_given(cli):
    assert cli("lint", "-", "--stdin-filename", "pkg/a.py", stdin=HAND.encode()).out.startswith("pkg/a.py:1:1: GI205")


def test_the_configuration_is_that_of_the_name(cli, put):
    put("pkg/pyproject.toml", '[tool.migrate-interactions]\nignore = ["GI205"]\n')
    assert cli("lint", "-", "--stdin-filename", "pkg/a.py", stdin=HAND.encode()).status == 0


def test_what_cannot_be_handled_is_not_passed_on(cli):
    outcome = cli("run", "-", stdin=RAISE.encode())
    assert outcome.raw == b""
    assert "GI004" in outcome.err
    assert outcome.status == 4


def test_a_look_passes_nothing_on(cli):
    outcome = cli("run", "-", "--check", stdin=SAFE.encode())
    assert outcome.raw == b""
    assert outcome.status == 1


def test_a_diff_of_standard_input_has_its_name(cli):
    outcome = cli("run", "-", "--diff", "--stdin-filename", "a.py", stdin=SAFE.encode())
    assert "--- a/a.py" in outcome.out
    assert outcome.status == 1


def test_no_file_is_written(cli, put):
    file = put("a.py", SAFE)
    cli("run", "-", "--stdin-filename", "a.py", stdin=SAFE.encode())
    assert file.read_text() == SAFE
