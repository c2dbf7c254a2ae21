"""What a name on the command line finds, what it must not find, and what a misspelt one is told."""

import json

import pytest

from tests.conftest import Run

IN_NORTHERN_HOMS = ["rastan-rockets", "talbissah-airstrikes", "zafaraneh-hospital"]


def ids(run: Run, options: str) -> list[str]:
    done = run(f"list {options} -O json")
    assert done.code == 0
    return [row["id"] for row in json.loads(done.out)]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("rastan", ["rastan-rockets"]),
        ("AR-RASTAN", ["rastan-rockets"]),
        ("الرستن", ["rastan-rockets"]),
        ("-t Al-Rastan", ["rastan-rockets"]),
        ("hass", ["hass-camp"]),
        ("HASS", ["hass-camp"]),
        ("حاس", ["hass-camp"]),
        ("yarmouk", ["yarmouk-airstrikes"]),
        ("'yarmouk camp'", ["yarmouk-airstrikes"]),
        ("Al-Zafraneh", ["homs-barrage", "zafaraneh-hospital"]),
        ("زعفرانية", ["homs-barrage", "zafaraneh-hospital"]),
        ("kafr-batikh", ["kafr-batikh-school"]),
        ("rastan hass", ["rastan-rockets", "hass-camp"]),
        ("rastan --town hass", ["rastan-rockets", "hass-camp"]),
        ("--source 'white helmets'", ["rastan-rockets"]),
        ("--source SOHR", ["homs-barrage"]),
        ("--source 'syrian observatory'", ["homs-barrage"]),
        ("--source 'الخوذ البيضاء'", ["rastan-rockets"]),
        ("-s not:memo", ["homs-barrage", "rastan-rockets", "talbissah-airstrikes", "zafaraneh-hospital"]),
        ("-s sohr -s videos", ["homs-barrage", "talbissah-airstrikes"]),
        ("-s memo -a russia", ["idlib-market", "kafr-batikh-school"]),
        ("--type armed-clash", ["homs-ground-fighting"]),
        ("--type 'armed clash'", ["homs-ground-fighting"]),
        ("--target hospital --target market", ["zafaraneh-hospital", "idlib-market"]),
        ("--governorate hama", ["homs-hama-strikes"]),
        ("--country syria -d 2018-03", ["kafr-batikh-school", "hass-camp"]),
        ("--confidence suspected", ["idlib-market"]),
        ("--actor russia --confidence stated", ["kafr-batikh-school"]),
        ("--actor russia --possible", ["idlib-market", "kafr-batikh-school", "hass-camp"]),
        ("rastan --possible", ["homs-barrage", "rastan-rockets", "homs-ground-fighting", "homs-hama-strikes"]),
        ("'northern homs' --source not:memo", ["homs-barrage", *IN_NORTHERN_HOMS]),
        ("--grep rockets", ["rastan-rockets"]),
        ("--grep ROCKETS", ["rastan-rockets"]),
        ("-d 2018-03 not:hass", ["kafr-batikh-school"]),
        (
            "--date 2018-04-23..2018-04-27",
            ["homs-ground-fighting", "homs-hama-strikes", "idlib-market", "yarmouk-airstrikes"],
        ),
    ],
)
def test_names_and_filters_find_their_incidents(run: Run, options: str, found: list[str]) -> None:
    assert ids(run, options) == found


@pytest.mark.parametrize(
    "options", ["al-hasakah", "mihassah", "'yarmouk pocket'", "ras", "'!!!'", "''", "'   '", "---=---", "-s ''"]
)
def test_a_name_finds_nothing_that_only_resembles_it(run: Run, options: str) -> None:
    done = run(f"list {options} -O json" if not options.startswith("--") else f"list -O json -- {options}")
    assert json.loads(done.out) == []
    assert "No incident matches." in done.err


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("list talbisa", 'No town is called "talbisa"; did you mean Talbissah?'),
        ("sum talbisa", 'No town is called "talbisa"; did you mean Talbissah?'),
        ("list -s whitehelmet", 'No source is called "whitehelmet"; did you mean White Helmets?'),
        ("list -a rossia", 'No actor is called "rossia"; did you mean Russia?'),
        ("list -k air-drone-strik", 'No type is called "air-drone-strik"; did you mean air-drone-strike?'),
        ("list --target hospitl", 'No target is called "hospitl"; did you mean hospital?'),
        ("list --governorate Hims", 'No governorate is called "Hims"; did you mean Homs?'),
        ("list --country Siria", 'No country is called "Siria"; did you mean Syria?'),
        ("list not:rastam hass", 'No town is called "rastam"; did you mean Rastan?'),
    ],
)
def test_unknown_names_get_one_line_with_a_suggestion(run: Run, command: str, hint: str) -> None:
    done = run(command)
    assert done.err.splitlines().count(hint) == 1
    assert done.err.count("did you mean") == 1


@pytest.mark.parametrize("options", ["talbisa", "rastan talbisa", "-s whitehelmet", "-a rossia", "--country Siria"])
def test_a_name_that_does_not_exist_exits_1(run: Run, options: str) -> None:
    assert [run(f"{command} {options}").code for command in ("list", "sum", "towns", "report")] == [1, 1, 1, 1]


def test_what_is_known_beside_it_is_answered(run: Run) -> None:
    done = run("sum rastan talbisa")
    assert "Killed" in done.out
    assert 'No town is called "talbisa"; did you mean Talbissah?' in done.out
    assert done.err == ""


@pytest.mark.parametrize(
    ("command", "code", "hint"),
    [
        ("show rastan-rocket", 1, 'There is no incident "rastan-rocket"; did you mean rastan-rockets?'),
        ("show quite-another", 1, "`conflict-cli list` names them"),
        ("list -c id,kiled", 2, 'there is no column "kiled"; did you mean killed'),
        ("list --sort tonw", 2, 'there is no column "tonw"; did you mean town'),
        ("sum -c grup", 2, "did you mean group?"),
        ("sum --victims childs", 2, '"childs" is no group of victims; did you mean children?'),
        ("list --victims aliens", 2, "choose from children"),
        ("lst", 2, "Did you mean 'list'?"),
        ("sums", 2, "Did you mean 'sum'?"),
        ("list --sourc x", 2, "--source"),
        ("list -o x.jsno", 2, "did you mean"),
        ("list -o x.pdf", 2, ".json, .jsonl"),
        ("list --since 2018-13", 2, "there is no month 13"),
        ("list --until spring", 2, "--until"),
        ("list --date ..", 2, "--date"),
        ("list --date 2018-05..2018-04", 2, "2018-05"),
        ("list --since 2019 --until 2018", 2, "exclude each other"),
        ("list -O xml", 2, "'xml'"),
        ("list --by decade", 2, "'decade'"),
        ("list -n -1", 2, "-1 is not in the range"),
        ("list --min-killed some", 2, "--min-killed"),
        ("show", 2, "ID"),
        ("sum -O yaml", 2, "write -O yaml after list or show"),
    ],
)
def test_a_wrong_word_is_told_what_fits(run: Run, command: str, code: int, hint: str) -> None:
    done = run(command)
    assert done.code == code
    assert hint in done.err
    assert done.out.strip() == ""
    assert "Traceback" not in done.err


def test_a_column_may_have_hyphens_and_capitals(run: Run) -> None:
    assert run("list hass -O csv -c ID,Killed-Low").out == "id,killed_low\nhass-camp,22\n"
