"""The floors of the house: imports run downward only, and each library is known to one part of the program."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import conflict_cli

PACKAGE = Path(conflict_cli.__file__).parent
ENTRANCE = "conflict_cli"

# From the ground up; a package stands for all its modules. A new module has to be placed.
FLOORS = """
errors wordings figures dates names
incident
asked matching links heaviest query totals groups checks caveats columns listing summary explanation detail gazetteer overview excerpt conversion compare comparison report geography hxl workbook tables timeline page
ledger dataset cache render
cli __main__
""".strip().splitlines()  # noqa: E501
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}

# On the ground each module stands alone, but for the error that it raises.
GROUND = {
    "errors": set(),
    "names": set(),
    "wordings": {"errors"},
    "figures": {"errors", "wordings"},
    "dates": {"errors"},
}

# Which modules may know a library: the rest of the program does without it.
LIBRARIES = {
    "typer": ("cli.",),
    "rich": ("render.table",),
    "yaml": ("ledger.",),
    "click": (),
    "duckdb": ("dataset.",),
    "platformdirs": ("cache", "cli.files"),
    "xlsxwriter": ("render.workbook",),
    "sqlite3": ("render.database",),
    "jinja2": ("render.page.",),
    "vl_convert": ("render.page.",),
}


DISK = ("pathlib", "os", "io", "tempfile", "shutil", "subprocess", "sys", "socket", "urllib")


def module_of(file: Path) -> str:
    """`ledger.reader` for a file; a package by its name, with a dot at its end."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1]) + "." if parts[-1] == "__init__" else ".".join(parts)


MODULES = {module_of(file): ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
INNER = [module for module in MODULES if module != "."]


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names that are imported, anywhere in the module; `from a import b` may mean the module `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full here"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_modules(tree: ast.AST) -> set[str]:
    """The modules of this program that are imported; the program's entrance by a dot."""
    return {_own_module(name.split(".")[1:]) for name in imported(tree) if name.split(".")[0] == ENTRANCE}


def _own_module(path: list[str]) -> str:
    """The longest beginning of the path that is a module; what comes after it is a name in it."""
    for end in range(len(path), -1, -1):
        name = ".".join(path[:end])
        for module in (name, f"{name}."):
            if module in MODULES:
                return module
    raise AssertionError(f"no module {path}")


def floor_of(module: str) -> int:
    return FLOOR[module.partition(".")[0]]


def is_within(module: str, allowed: tuple[str, ...]) -> bool:
    """Whether the module is one of these, or in one of these packages, which end in a dot."""
    return any(module == one or (one.endswith(".") and module.startswith(one)) for one in allowed)


def screen_uses(tree: ast.AST) -> set[str]:
    """The ways in which a module prints, exits, or touches the program's streams."""
    used = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id="print" | "input" | "exit" | "quit" | "SystemExit" | "KeyboardInterrupt" as name):
                used.add(name)
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "stdin" | "exit" | "argv" as name):
                used.add(f"sys.{name}")
            case ast.ImportFrom(module="sys"):
                used.update(f"sys.{alias.name}" for alias in node.names)
    return used


def test_there_is_something_to_hold():
    """The tests below read the imports they are about, also those inside functions."""
    assert {"figures", "ledger.", "ledger.reader", "cli.commands", "render.table", "__main__"} <= set(INNER)
    assert own_modules(MODULES["totals"]) == {"figures", "heaviest", "incident", "query"}
    assert own_modules(MODULES["."]) >= {"ledger.reader", "query", "totals"}
    used = set().union(*(screen_uses(tree) for module, tree in MODULES.items() if module.startswith("cli.")))
    assert used >= {"print", "SystemExit", "sys.stdout", "sys.stderr"}


def test_every_module_has_a_floor_and_every_floor_its_modules():
    assert {module.split(".")[0] for module in INNER} == set(FLOOR)


def test_imports_run_downward_only():
    upward = [
        f"{module} imports {name}"
        for module in INNER
        for name in own_modules(MODULES[module]) - {"."}
        if floor_of(name) > floor_of(module)
    ]
    assert upward == []


def test_on_the_ground_each_module_stands_alone():
    assert {module: own_modules(MODULES[module]) for module in FLOORS[0].split()} == GROUND


def test_only_the_command_line_knows_the_entrance():
    """It imports everything, if only when it is used."""
    below = [module for module in INNER if not module.startswith(("cli.", "__main__"))]
    assert [module for module in below if "." in own_modules(MODULES[module])] == []


def test_below_the_command_line_no_module_imports_itself_through_others():
    """But for packages, which hand on what is in their modules."""
    below = [module for module in INNER if floor_of(module) < FLOOR["cli"]]
    graph = {module: own_modules(MODULES[module]) - {module} for module in below if not module.endswith(".")}
    assert set(TopologicalSorter(graph).static_order()) >= graph.keys()


def test_a_library_is_known_to_one_part_of_the_program():
    knowing = {library: set() for library in LIBRARIES}
    for module, tree in MODULES.items():
        for library in {name.split(".")[0] for name in imported(tree)} & LIBRARIES.keys():
            knowing[library].add(module)
    strangers = [
        f"{module} imports {library}"
        for library, modules in knowing.items()
        for module in modules
        if not is_within(module, LIBRARIES[library])
    ]
    assert strangers == []
    assert {library for library, modules in knowing.items() if not modules} == {"click"}


def test_only_the_command_line_prints_exits_or_knows_the_console():
    """`render` writes to a stream that it is handed."""
    below = {
        module: screen_uses(tree) for module, tree in MODULES.items() if not module.startswith(("cli.", "__main__"))
    }
    assert {module: used for module, used in below.items() if used} == {}


def test_the_lower_floors_touch_no_files():
    touching = []
    for module in [module for module in INNER if floor_of(module) <= 2]:
        calls = {ast.unparse(node.func) for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)}
        used = {name for name in imported(MODULES[module]) if name.split(".")[0] in DISK} | calls & {
            "open",
            "exec",
            "eval",
        }
        touching += [f"{module} uses {name}" for name in used]
    assert touching == []
