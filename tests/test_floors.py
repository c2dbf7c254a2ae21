"""The floors of the house: imports run downward only, and each library is known to one part of the program."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import conflict_cli

ROOT = Path(__file__).parent.parent
PACKAGE = Path(conflict_cli.__file__).parent
ENTRANCE = "conflict_cli"

# From the ground up. A folder imports those on the lines above its own; two on one line never import each other.
FLOORS = (
    ("record",),
    ("scratch",),
    ("cache",),
    ("ledger", "selection"),
    ("counting",),
    ("dataset", "answers"),
    ("exports",),
    ("render",),
    ("cli", "scripting"),
    ("__main__",),
)
FLOOR = {folder: floor for floor, folders in enumerate(FLOORS) for folder in folders}

# Which modules may know a library: the rest of the program does without it.
LIBRARIES = {
    "typer": ("cli.",),
    "rich": ("render.screen.",),
    "yaml": ("ledger.",),
    "click": (),
    "duckdb": ("dataset.", "render.parquet"),
    "platformdirs": ("cli.files",),
    "openpyxl": ("dataset.unpacking.",),
    "xlsxwriter": ("render.workbook",),
    "sqlite3": ("render.database",),
    "jinja2": ("render.page.",),
    "vl_convert": ("render.page.",),
}

# These touch no file: what is read and written there is a value.
PURE = ("record", "selection", "counting", "answers", "exports")
DISK = ("pathlib", "os", "io", "tempfile", "shutil", "subprocess", "sys", "socket", "urllib")


class Import(NamedTuple):
    """An import of one module of the program by another, and its line."""

    module: str
    line: int
    name: str

    @property
    def place(self) -> str:
        """`conflict_cli/ledger/reader.py:12`."""
        file = self.module.replace(".", "/")
        return f"{ENTRANCE}/{f'{file}__init__' if file.endswith('/') else file}.py:{self.line}"


def module_of(file: Path) -> str:
    """`ledger.reader` for a file; a package by its name, with a dot at its end."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1]) + "." if parts[-1] == "__init__" else ".".join(parts)


MODULES = {module_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}
INNER = [module for module in MODULES if module != "."]


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The full names that are imported, anywhere in the module, with their lines; `from a import b` may mean `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full here"
            assert node.module is not None
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def lines_for_types(tree: ast.AST) -> set[int]:
    """The lines of imports that only a type checker reads."""
    return {
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in node.body
    }


@cache
def libraries_of(module: str) -> frozenset[str]:
    """The packages that a module imports."""
    return frozenset(name.partition(".")[0] for name, _ in imported(tree_of(module)))


@cache
def own_imports(module: str) -> list[Import]:
    """What a module imports of this program; the program's entrance by a dot."""
    return [
        Import(module, line, _own_module(name.split(".")[1:]))
        for name, line in imported(tree_of(module))
        if name.split(".")[0] == ENTRANCE
    ]


def _own_module(path: list[str]) -> str:
    """The longest beginning of the path that is a module; what comes after it is a name in it."""
    for end in range(len(path), -1, -1):
        name = ".".join(path[:end])
        for module in (name, f"{name}."):
            if module in MODULES:
                return module
    raise AssertionError(f"no module {path}")


def folder_of(module: str) -> str:
    return module.partition(".")[0]


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


def test_the_tests_see_the_imports_they_check():
    """The tests below read the imports they are about, also those inside functions."""
    known = {"record.figures", "ledger.", "ledger.reader", "cli.commands", "render.screen.table", "__main__"}
    assert known <= set(INNER)
    rules = {one.name for one in own_imports("counting.rules")}
    assert rules == {"counting.conditions", "selection.belonging", "selection.selection"}
    assert {one.name for one in own_imports(".")} >= {"ledger.kept", "scripting", "counting.totals"}
    used = set().union(*(screen_uses(tree_of(module)) for module in MODULES if module.startswith("cli.")))
    assert used >= {"print", "SystemExit", "sys.stdout", "sys.stderr"}


def test_every_folder_has_a_floor():
    assert {folder_of(module) for module in INNER} == set(FLOOR)


def test_a_folder_imports_from_lower_floors_only():
    wrong = [
        f"{one.place}: {here} imports {there}, which is {'above it' if FLOOR[there] > FLOOR[here] else 'beside it'}"
        for module in INNER
        for one in own_imports(module)
        if one.name != "."
        and (here := folder_of(module)) != (there := folder_of(one.name))
        and FLOOR[there] >= FLOOR[here]
    ]
    assert wrong == []


def test_only_the_command_line_imports_the_package_itself():
    """It imports everything, if only when it is used."""
    below = [module for module in INNER if folder_of(module) not in ("cli", "__main__")]
    assert [one.place for module in below for one in own_imports(module) if one.name == "."] == []


def test_modules_do_not_import_each_other_in_circles():
    """But for packages, which hand on what is in their modules; and the command line's, which know the program.

    Imports for types alone do not run.
    """
    below = [module for module in INNER if folder_of(module) != "cli" and not module.endswith(".")]
    for_types = {module: lines_for_types(tree_of(module)) for module in below}
    graph = {
        module: {one.name for one in own_imports(module) if one.line not in for_types[module]} - {module}
        for module in below
    }
    assert set(TopologicalSorter(graph).static_order()) >= graph.keys()


def test_each_library_is_known_to_one_part():
    knowing = {library: {module for module in MODULES if library in libraries_of(module)} for library in LIBRARIES}
    strangers = [
        f"{module} imports {library}"
        for library, modules in knowing.items()
        for module in modules
        if not is_within(module, LIBRARIES[library])
    ]
    assert strangers == []
    assert {library for library, modules in knowing.items() if not modules} == {"click"}


def test_only_the_command_line_prints_or_exits():
    """`render` writes to a stream that it is handed."""
    below = {module: screen_uses(tree_of(module)) for module in MODULES if folder_of(module) not in ("cli", "__main__")}
    assert {module: used for module, used in below.items() if used} == {}


def test_pure_modules_touch_no_files():
    touching = []
    for module in [module for module in INNER if folder_of(module) in PURE]:
        calls = {ast.unparse(node.func) for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)}
        used = libraries_of(module) & {*DISK} | calls & {"open", "exec", "eval"}
        touching += [f"{module} uses {name}" for name in used]
    assert touching == []


def test_no_test_imports_a_test():
    names = [
        (file, name)
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for name, _ in imported(ast.parse(file.read_text("utf-8")))
    ]
    assert [f"{file}: {name}" for file, name in names if ".test_" in name] == []
