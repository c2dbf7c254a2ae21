"""The commands on a data set, as they are run: every form, every arrangement, what is said beside the answer."""

import csv
import io
import json
import shutil

import pytest

from conflict_cli.ledger.reader import parse_ledger
from tests.conftest import SAMPLE

pytestmark = pytest.mark.slow

GED = "ged.csv"


@pytest.fixture
def folder(ledger_folder):
    """The folder of the ledger, with the sample beside it."""
    shutil.copy(SAMPLE, ledger_folder / GED)
    return ledger_folder


@pytest.fixture
def ask(run, data_folder):
    """Run a command that must succeed without a complaint, on the data set where it names no file itself."""

    def ask(command):
        done = run(command if "-f " in command or "compare" in command else f"{command} -f {GED}", folder=data_folder)
        assert done.code == 0, done.err
        return done

    return ask


def table(out):
    return list(csv.DictReader(io.StringIO(out)))


COMMANDS = ["list hass", "show 261217", "sum --by month", "towns hass", "sources hass", "compare ged.csv hass"]


@pytest.mark.parametrize(
    ("command", "form"),
    [(command, form) for command in COMMANDS for form in ("table", "csv")]
    + [("list hass", form) for form in ("json", "jsonl", "md")],
)
def test_every_command_answers_in_every_format(ask, command, form):
    out = ask(f"{command} -O {form}").out
    if form == "json":
        assert json.loads(out) is not None
    if form == "jsonl":
        assert [json.loads(line) for line in out.splitlines()]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(out)))
        assert len({len(row) for row in rows}) == 1
    assert out.strip()


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "github"])
def test_check_warns_of_records_that_contradict_themselves(run, folder, form):
    """The sample is sound; a record that contradicts itself is a warning, and no error."""
    assert run(f"check -f {GED} -O {form}").code == 0
    text = SAMPLE.read_text(encoding="utf-8")
    (folder / "odd.csv").write_text(text.replace("2018-04-11,0,0,1,0,1,1,1", "2018-04-11,0,0,1,0,7,1,1", 1), "utf-8")
    done = run(f"check -f odd.csv -O {form}")
    assert (done.code, "257896" in done.out) == (0, True)


@pytest.mark.parametrize("command", ["list hass", "show 261217"])
def test_an_event_is_written_as_a_ledger(ask, command):
    ledger = parse_ledger(ask(f"{command} -O yaml").out.encode(), "made.yaml")
    assert [one.id for one in ledger.incidents] == ["ucdp-ged-261217"]


def test_the_sample_has_its_known_sums(ask):
    assert table(ask("sum -m killed -O csv").out)[0] == {
        "group": "All",
        "incidents": "412",
        "killed_reported": "412",
        "killed_low": "2838",
        "killed_best": "2869",
        "killed_high": "3039",
        "killed_open": "false",
        "killed_approximate": "false",
        "notes": "",
    }
    by_month = table(ask("sum --by month -m killed -O csv").out)
    assert [(row["group"], row["incidents"], row["killed_best"]) for row in by_month] == [
        ("2018-03", "147", "1332"),
        ("2018-04", "267", "1342"),
        ("2018-05", "5", "0"),
        ("2018-06", "1", "0"),
        ("across months", "6", "195"),
        ("All", "412", "2869"),
    ]


@pytest.mark.parametrize(
    ("command", "ids"),
    [
        ("list hass", ["261217"]),
        ("list yarmouk", ["257501", "257724", "259077"]),
        ("list rastan", ["261299", "258042", "258192", "258923", "259226"]),
        ("list -n 2", ["257896", "259174"]),
        ("list rastan --sort -killed -n 2", ["259226", "261299"]),
        ("list rastan --sort date", ["261299", "258042", "258192", "258923", "259226"]),
        ("list rastan --sort -date -n 1", ["259226"]),
    ],
)
def test_lists_hold_the_events_asked_for(ask, command, ids):
    found = [row["id"] for row in table(ask(f"{command} -O csv -c id").out)]
    assert found == ids


def test_columns_come_in_the_order_asked_for(ask):
    assert ask("list rastan -c id,killed,town -n 1").out.split("\n")[0].split() == ["ID", "Killed", "Town"]
    assert (
        ask("list hass -O csv -c id,killed_low,nearby,sources").out
        == "id,killed_low,nearby,sources\n261217,9,true,SOHR\n"
    )


def test_a_row_tells_what_the_record_says(ask):
    (row,) = table(ask("list hass -O csv").out)
    told = (
        "id",
        "date",
        "date_from",
        "towns",
        "governorate",
        "country",
        "type",
        "actors",
        "sources",
        "killed_civilians",
    )
    assert {key: row[key] for key in told} == {
        "id": "261217",
        "date": "2018-03-20",
        "date_from": "2018-03-20",
        "towns": "Has/Hassef",
        "governorate": "Idlib",
        "country": "Syria",
        "type": "state-based-conflict",
        "actors": "Government of Syria; Syrian insurgents",
        "sources": "SOHR",
        "killed_civilians": "9",
    }


def test_a_list_may_be_grouped_by_month(ask):
    out = ask("list rastan --by month -c id").out
    assert [line.split() for line in out.splitlines()[1:]] != []
    rows = table(ask("list rastan --by month -O csv -c id").out)
    assert [row["group"] for row in rows] == ["2018-03", *["2018-04"] * 4]


def test_bars_differ_and_the_total_has_none(ask):
    """So many governorates, and each can be told from the next: the sum of them all has no bar."""
    rows, _, _ = ask("sum --by governorate --bars").out.partition("\n\n")
    lengths = [sum(map(line.count, "█▒░")) for line in rows.splitlines()[1:]]
    assert max(lengths) == 39
    assert len(set(lengths)) > 5
    assert lengths[-1] == 0
    assert "All" in rows.splitlines()[-1]


def test_an_explanation_adds_up_to_the_sum(ask):
    rows = table(ask("sum rastan -m killed --explain -O csv").out)
    (whole,) = table(ask("sum rastan -m killed -O csv").out)
    for bound in ("low", "best", "high"):
        assert sum(int(row[f"added_{bound}"]) for row in rows) == int(whole[f"killed_{bound}"])


def test_show_tells_what_is_known(ask):
    out = ask("show 261217").out
    for told in (
        "UCDP GED",
        "Has/Hassef",
        "in or near",
        "state-based-conflict",
        "Government of Syria, involved",
        "SOHR",
    ):
        assert told in out


def test_an_unnumbered_group_gives_no_list_or_sum(run, data_folder):
    """No error, and no list: nobody is said to be a woman."""
    done = run(f"list --victims women -f {GED}", folder=data_folder)
    assert (done.code, done.err.strip().splitlines()[-1]) == (0, "No incident that matches numbers the women.")
    done = run(f"sum --victims women -f {GED}", folder=data_folder)
    assert (done.code, done.out) == (0, "")


def test_a_comparison_of_a_group_says_so(run, data_folder):
    done = run("compare ged.csv --victims civilians -O md", folder=data_folder)
    assert done.out.startswith("**The figures are of civilians alone.**\n")
    assert "alone" not in run("compare ged.csv -O md", folder=data_folder).out.partition("\n")[0]


@pytest.mark.parametrize(("victims", "is_numbered"), [("children", False), ("civilians", True)])
def test_a_group_is_compared_with_itself_or_nobody(run, data_folder, victims, is_numbered):
    rows = table(run(f"compare ged.csv --victims {victims} -O csv", folder=data_folder).out)
    found = [row["event_killed_best"] for row in rows if row["event"]]
    assert found
    assert all(found) == is_numbered == any(found)


def test_a_numbered_group_is_listed(ask):
    rows = table(ask("list damascus --victims civilians -O csv -n 3").out)
    assert {row["victims"] for row in rows} == {"civilians"}


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"list atlantis -f {GED}", 1, 'No town is called "atlantis"'),
        (f"list rastann -f {GED}", 0, "5 incidents in UCDP GED."),
        (f"list rastun -f {GED}", 1, "did you mean Ar Rastan"),
        (f"list --source nobody -f {GED} --fail-empty", 1, 'No source is called "nobody"'),
        (f"list --date 2031 -f {GED}", 0, "No incident matches."),
        (f"list --date 2031 --fail-empty -f {GED}", 1, "No incident matches."),
        (f"show nothing -f {GED}", 1, 'There is no incident "nothing"'),
        (f"list --sort nothing -f {GED}", 2, 'there is no column "nothing"'),
        (f"list --victims cats -f {GED}", 2, '"cats" is no group of victims'),
        (f"sum -O yaml -f {GED}", 2, "yaml holds incidents"),
        (f"list --layout {GED}", 2, "name the data set with -f"),
        ("list -f absent.csv", 2, "absent.csv"),
    ],
)
def test_every_command_ends_with_its_message_and_code(run, data_folder, command, code, said):
    done = run(command, folder=data_folder)
    assert (done.code, said in done.err) == (code, True), done.err
    assert "Traceback" not in done.err


def test_a_custom_layout_reads_any_csv(run, folder):
    (folder / "events.csv").write_text("nr,day,where,dead\n1,2018-04-30,Rastan,at least 2\n2,2018-04-29,Hass,some 25\n")
    (folder / "mine.yaml").write_text(
        "name: Mine\nkey: mine\nid: nr\ndate: {first: day}\nplace: {name: where}\nkilled: {words: dead}\n"
    )
    done = run("sum -m killed -f events.csv --layout mine.yaml -O csv")
    (row,) = table(done.out)
    assert (row["killed_low"], row["killed_best"], row["killed_open"], row["killed_approximate"]) == (
        "27",
        "27",
        "true",
        "true",
    )
    done = run("list -f events.csv --layout mine.yaml -O yaml")
    assert [one.id for one in parse_ledger(done.out.encode(), "made.yaml").incidents] == ["mine-1", "mine-2"]


def test_an_exported_list_is_a_data_set(run, folder):
    """Of incidents of which none may count the same people as another; else it is refused."""
    assert run("list hass idlib -O csv -o some.csv").code == 0
    done = run("sum -m killed -f some.csv -O csv")
    (row,) = table(done.out)
    assert (row["incidents"], row["killed_best"]) == ("2", "49")
    assert run("list -O csv -o every.csv").code == 0
    refused = run("sum -f every.csv")
    assert refused.code == 2
    assert "homs-barrage may count the same people as others" in refused.err


def test_an_old_list_without_missing_is_read(run, folder):
    """Lists had no columns of missing people before these were a measure."""
    assert run("list hass idlib -O csv -o new.csv").code == 0
    rows = table((folder / "new.csv").read_text(encoding="utf-8"))
    kept = [key for key in rows[0] if not key.startswith("missing_")]
    with (folder / "old.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert len(kept) == len(rows[0]) - 6
    for command in ("sum -O json", "list -O csv", "list", "towns"):
        assert run(f"{command} -f old.csv") == run(f"{command} -f new.csv")


@pytest.mark.parametrize(
    ("filters", "form"),
    [
        ("--victims children kafr-batikh", "-O csv"),
        ("--victims children", "-O csv --hxl"),
        ("--victims women", "-O csv"),
    ],
)
def test_exports_of_one_group_are_refused_as_input(run, folder, filters, form):
    """Also where its incidents may count the same people; and not from the cache either, the second time."""
    assert run(f"list {filters} {form} -o some.csv").code == 0
    people = filters.split()[1]
    told = (
        f"some.csv: holds figures of {people} alone (column victims), which would be taken for everybody's; "
        "export it without --victims, or give everybody's figures\n"
    )
    for command in ("sum", "list", "towns", "sum"):
        refused = run(f"{command} -f some.csv")
        assert (refused.code, refused.out, refused.err) == (2, "", told)
    checked = run("check -f some.csv")
    assert (checked.code, told in checked.out) == (1, True)


def test_an_exported_list_can_be_asked_for_victims(run, folder):
    """Its injured have no groups, which is no reason to fail."""
    assert run("list kafr-batikh idlib -O csv -o some.csv").code == 0
    done = run("list --victims children -f some.csv -O csv -c id,killed_low")
    assert (done.code, done.out) == (0, "id,killed_low\nkafr-batikh-school,16\n")


def test_a_converted_data_set_passes_the_check(run, folder):
    done = run(f"list -f {GED} -O yaml -o mine.yaml")
    assert done.code == 0
    assert "of groups in a range, the best number became the least" in done.err
    assert run("check -f mine.yaml").code == 0
    ours, theirs = (run(f"sum -m killed -O csv -f {name}").out.rpartition(",")[0] for name in ("mine.yaml", GED))
    assert ours == theirs


COMPARED = "incident,event,event_place,is_closest,difference,event_killed_low,event_killed_high"


@pytest.fixture
def compared(ask):
    rows = table(ask(f"compare {GED} -O csv -c {COMPARED}").out)
    return {name: [row for row in rows if row["incident"] == name] for name in {row["incident"] for row in rows}}


@pytest.mark.parametrize(
    ("incident", "event", "difference"),
    [("kafr-batikh-school", "261231", "1"), ("hass-camp", "261217", "'-13"), ("idlib-market", "257829", "'-27")],
)
def test_compare_finds_the_closest_event(compared, incident, event, difference):
    first = compared[incident][0]
    assert (first["event"], first["is_closest"]) == (event, "true")
    assert first["difference"].lstrip("'") == difference.lstrip("'")


def test_compare_finds_the_events_beside_incidents(compared):
    (market,) = [row for row in compared["idlib-market"] if row["event"] == "257829"]
    assert (market["event_killed_low"], market["event_killed_high"]) == ("0", "32")
    assert {"259223", "259226"} <= {row["event"] for row in compared["rastan-rockets"]}
    assert "259041" in {row["event"] for row in compared["yarmouk-airstrikes"]}
    places = {row["event_place"] for rows in compared.values() for row in rows}
    assert not [place for place in places if "Pocket" in place or "Mihassah" in place or "Hasakah" in place]


def test_show_names_the_events_beside_an_incident(run, data_folder):
    done = run(f"show hass-camp --with {GED}", folder=data_folder)
    assert done.code == 0
    assert "261217" in done.out
    (shown,) = json.loads(run(f"show hass-camp --with {GED} -O json", folder=data_folder).out)
    assert shown["events_beside"][0]["event"] == "261217"


def test_head_may_close_the_pipe(shell, data_folder):
    """`head` has what it wants, and nothing is said about the rest."""
    for form in ("jsonl", "csv", "table"):
        done = shell(f"set +o pipefail; conflict-cli list -f {GED} -O {form} | head -1", folder=data_folder)
        assert (done.code, len(done.out.splitlines())) == (0, 1)
        assert "Traceback" not in done.err
        assert "Broken" not in done.err


def test_a_ledger_does_not_load_the_engine(process, ledger_folder):
    """The engine takes longer to load than a query of a ledger to answer: it is not even looked for."""
    (ledger_folder / "duckdb.py").write_text("raise RuntimeError('the engine was loaded')\n")
    path = f"{ledger_folder}:{SAMPLE.parent.parent}"
    for command in ("list", "sum", "towns", "sources", "show rastan-rockets", "check", "schema"):
        done = process(command, PYTHONPATH=path)
        assert done.code == 0, done.err
    refused = process(f"sum -f {SAMPLE} --no-cache", PYTHONPATH=path)
    assert "the engine was loaded" in refused.err, "else this test would show nothing"


def test_cached_and_fresh_answers_are_the_same(ask):
    first, again = ask("sum --by governorate -O json").out, ask("sum --by governorate -O json").out
    assert first == again == ask("sum --by governorate -O json --no-cache").out


def test_the_compared_data_set_is_not_overwritten(run, folder):
    before = (folder / GED).read_bytes()
    done = run(f"compare {GED} hass -o {GED}")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Error: {GED} is the file that is being read; name another for the output\n"
    assert (folder / GED).read_bytes() == before
