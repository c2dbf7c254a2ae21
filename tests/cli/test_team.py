"""A ledger that a team keeps in many files, in git: the commands, the hook and the action."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conflict_cli.ledger.reader import parse_ledger
from tests.conftest import ROOT, Run, need, surroundings_of_a_process
from tests.worlds.splitting import write

NAMES = """\
sources: {sohr: {name: SOHR}}
articles: {memo: {title: News, url: https://x.org}}
places: {rastan: {name: Rastan, kind: town}}
"""
MONTH = """\
incidents:
  - id: {id}
    title: Strike
    date: 2018-0{month}-03
    places: [rastan]
    reports: [{{source: sohr, article: memo, killed: {month}}}]
"""
FILES = {
    "incidents.yaml": "include: [names.yaml, 2018/*.yaml]\n",
    "names.yaml": NAMES,
    "2018/04.yaml": MONTH.format(id="april", month=4),
    "2018/05.yaml": MONTH.format(id="may", month=5),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(FILES, tmp_path / "team").parent


def test_show_names_the_file_of_an_incident(run: Run, folder: Path):
    assert "Written in     2018/05.yaml:2\n" in run("show may", folder=folder).out
    assert '"file": "2018/05.yaml"' in run("show may -O json", folder=folder).out


@pytest.mark.parametrize(
    "named",
    ["-f .", "-f 2018 -f names.yaml", "-f names.yaml -f 2018/05.yaml -f 2018/04.yaml", "-f names.yaml -f 2018/*.yaml"],
)
def test_ledgers_named_together_are_one_ledger(run: Run, folder: Path, named: str):
    for question in ("list -O csv", "sum -O csv", "towns -O csv", "check -O json"):
        done = run(f"{question} {named}", folder=folder)
        assert done.code == 0
        assert sorted(done.out.splitlines()) == sorted(run(question, folder=folder).out.splitlines())
        assert run(f"{question} {named} -o 2018/04.yaml", folder=folder).code == 2


def test_standard_input_includes_no_file(shell: Run, folder: Path):
    done = shell("conflict-cli sum -f - < incidents.yaml", folder=folder)
    assert done.err.startswith('standard input:1:11: include: "names.yaml" is not looked for')


def test_check_names_all_files_at_its_end(run: Run, folder: Path):
    files = "4 files (incidents.yaml, names.yaml, 2018/04.yaml, 2018/05.yaml)"
    assert run("check", folder=folder).err == f"{files}: 0 errors, 0 warnings.\n"
    (folder / "2018/04.yaml").write_text(FILES["2018/04.yaml"].replace("sohr", "shr"))
    done = run("check", folder=folder)
    assert (done.code, done.err) == (1, f"{files}: 1 error, 0 warnings.\n")
    assert done.out.startswith('2018/04.yaml:6:24: source: "shr" is not among the sources; did you mean sohr?\n')


def test_check_names_very_many_files_in_part(run: Run, folder: Path):
    for number in range(40):
        (folder / "2018" / f"m{number}.yaml").write_text("incidents: []\n")
    assert "m22.yaml, 24 more): 0 errors" in run("check", folder=folder).err


def test_a_part_is_written_as_one_whole_ledger(run: Run, folder: Path):
    run("list -O yaml -o part.yaml", folder=folder)
    part = parse_ledger((folder / "part.yaml").read_bytes(), "part.yaml")
    assert [one.id for one in part.incidents] == ["april", "may"]
    assert list(part.places) == ["rastan"]


@pytest.mark.parametrize("name", [*FILES, "link.yaml"])
def test_no_file_of_a_ledger_is_written_over(run: Run, folder: Path, name: str):
    (folder / "link.yaml").symlink_to("2018/04.yaml")
    before = (folder / name).read_bytes()
    done = run(f"list -O yaml -o {name}", folder=folder)
    assert done.code == 2
    assert f"Error: {name} is the file that is being read; name another for the output\n" in done.err
    assert (folder / name).read_bytes() == before


@pytest.fixture
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `conflict-cli` is this program, and git has no settings of anybody."""
    scripts = tmp_path_factory.mktemp("scripts")
    (scripts / "conflict-cli").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m conflict_cli "$@"\n')
    (scripts / "conflict-cli").chmod(0o755)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    who = {f"GIT_{role}_{part}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return surroundings_of_a_process(PATH=path, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", **who)


def test_the_hook_lets_no_error_be_committed(folder: Path, surroundings: dict[str, str]):
    """The hook runs as pre-commit runs it: its entry and its arguments, from the top of the repository."""

    def git(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [need("git", "git"), *words], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
        )

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert not hook["pass_filenames"]
    assert hook["always_run"]  # a file that is deleted is none that changed
    git("init", "-q")
    script = folder / ".git" / "hooks" / "pre-commit"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"#!/bin/sh\nexec {hook['entry']} {shlex.join(hook['args'])}\n")
    script.chmod(0o755)
    git("add", ".")
    assert git("commit", "-qm", "Two months").returncode == 0
    (folder / "2018/05.yaml").write_text(f"<<<<<<< HEAD\n{FILES['2018/05.yaml']}")
    done = git("commit", "-qam", "A merge")
    assert done.returncode == 1
    assert "2018/05.yaml:1:1: an unresolved conflict of git is here" in done.stdout + done.stderr


def test_the_action_annotates_the_lines_of_files(folder: Path, surroundings: dict[str, str]):
    """Its last step runs as GitHub runs it: in bash that ends at an error, with the inputs in the environment."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = action["runs"]["steps"][-1]
    assert step["env"] == {"LEDGER": "${{ inputs.ledger }}"}
    surroundings = {**surroundings, "LEDGER": action["inputs"]["ledger"]["default"]}

    def check() -> subprocess.CompletedProcess:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)

    done = check()
    assert (done.returncode, done.stdout) == (0, "")
    (folder / "2018/05.yaml").write_text(FILES["2018/05.yaml"].replace("id: may", "id: april"))
    done = check()
    assert done.returncode == 1
    assert done.stdout.startswith(
        '::error file=2018/05.yaml,line=2,col=9::id: "april" is the id of an incident already'
    )
