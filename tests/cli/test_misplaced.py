"""A word in the wrong place is told where it belongs and how to write it; the rest is answered."""

import pytest

from tests.conftest import SAMPLE, Run

GED = f"-f {SAMPLE}"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("sources sohr", 'No town is called "sohr"; it is a source: -s sohr.'),
        ("list hospital", 'No town is called "hospital"; it is a target: --target hospital.'),
        ("list russia", 'No town is called "russia"; it is an actor: -a russia.'),
        ("list children", 'No town is called "children"; it is a group of victims: --victims children.'),
        ("list Health-Workers",
         'No town is called "Health-Workers"; it is a group of victims: --victims health_workers.'),
        ("towns shelling", 'No town is called "shelling"; it is a word in the name of a type: -k shelling.'),
        ("list damascus", 'No town is called "damascus"; it is a governorate: --governorate damascus.'),
        ("report syria", 'No town is called "syria"; it is a country: --country syria.'),
        ("list 'white helmets'", "No town is called \"white helmets\"; it is a source: -s 'white helmets'."),
        ("list not:sohr", 'No town is called "sohr"; it is a source: -s not:sohr.'),
        ("list hass-camp", 'No town is called "hass-camp"; it is an incident: conflict-cli show hass-camp.'),
        ("list --type hospital", 'No type is called "hospital"; it is a target: --target hospital.'),
        ("list --source rastan", 'No source is called "rastan"; it is a town: -t rastan.'),
        ("list --country homs", 'No country is called "homs"; it is a governorate: --governorate homs.'),
        ("list --confidence russia", 'No confidence is called "russia"; it is an actor: -a russia.'),
        ("list 2018-04", 'No town is called "2018-04"; it is a date: -d 2018-04.'),
        ("list 2018", 'No town is called "2018"; it is a date: -d 2018.'),
        ("list april", 'No town is called "april"; it is a date: -d YYYY-04.'),
        ("list rastan 30 April 2018", 'No town is called "30 April 2018"; it is a date: -d 2018-04-30.'),
        ("list ged.csv", 'No town is called "ged.csv"; if it is a file, write -f ged.csv.'),
        ("sum killed", 'No town is called "killed"; it is what is summed: conflict-cli sum -m killed.'),
        ("list kids", 'No town is called "kids"; it is a group of victims: --victims children.'),
        ("list since April 2018", 'No town is called "since April 2018"; it is a date: --since 2018-04.'),
        ("list in 2018", 'No town is called "in 2018"; it is a date: -d 2018.'),
        ("list by month", 'No town is called "by month"; for a row for each, write --by month.'),
        ("list --confidence maybe",
         'No confidence is called "maybe"; choose from stated, suspected, claimed, contested, involved.'),
        ("list month", 'No town is called "month"; for a row for each, write --by month.'),
        (f"list {GED} insurgents",
         'No town is called "insurgents"; it is a word in the name of an actor: -a insurgents.'),
        (f"list {GED} -s aleppo",
         'No source is called "aleppo"; it is a town: -t aleppo, or a governorate: --governorate aleppo.'),
        (f"list {GED} children", 'No town is called "children"; it is a group of victims: --victims children.'),
        (f"list {GED} --target school", 'No target is called "school"; this file names none.'),
        ("list 'my ged.csv'", "No town is called \"my ged.csv\"; if it is a file, write -f 'my ged.csv'."),
        ("list --target clinic",
         'No target is called "clinic"; this file has displaced-persons-camp, hospital, market, refugee-camp, school.'),
    ],
)  # fmt: skip
def test_a_misplaced_word_is_told_its_place(run: Run, command: str, said: str) -> None:
    done = run(command)
    assert (done.code, done.err.splitlines().count(said)) == (1, 1)


@pytest.mark.parametrize("month", ["January", "feb", "Mar.", "APRIL", "may", "Sept"])
def test_all_months_are_known_in_english(run: Run, month: str) -> None:
    number = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep"].index(month[:3].lower()) + 1
    assert f"-d 2018-{number:02}." in run(f"sum {month} 2018").err


def test_a_group_of_two_words_is_read(run: Run) -> None:
    assert run("list --victims 'Health workers' -O csv -c id").out == "id\nzafaraneh-hospital\n"


def test_a_group_in_common_words_is_suggested(run: Run) -> None:
    done = run("list --victims kids")
    assert (done.code, done.err) == (2, 'Error: "kids" is no group of victims; did you mean children?\n')


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("show rastan", 'There is no incident "rastan"; it is a town: conflict-cli list -t rastan.'),
        ("show sohr", 'There is no incident "sohr"; it is a source: conflict-cli list -s sohr.'),
        (f"show {GED} aleppo", 'There is no incident "aleppo"; it is a town: conflict-cli list -t aleppo.'),
    ],
)
def test_a_town_is_no_id(run: Run, command: str, said: str) -> None:
    done = run(command)
    assert (done.code, done.err) == (1, f"{said}\n")


def test_the_rest_is_answered_beside_it(run: Run) -> None:
    done = run("list rastan nowhere -O csv -c id")
    assert (done.code, done.out) == (1, "id\nrastan-rockets\n")
    assert done.err.startswith('No town is called "nowhere".\n')
    assert "Rastan" in (both := run("sum rastan sohr")).out or both.out
    assert "-s sohr" in both.out
