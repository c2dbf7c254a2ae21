"""The file that a command reads: which one where none is named, and what is kept of a big one between runs."""

import os
from pathlib import Path

from msgspec import Struct

from conflict_cli import __version__, shipped_ledger
from conflict_cli.cli.console import say
from conflict_cli.incident import Ledger

FILE_VARIABLE = "CONFLICT_CLI_FILE"
CACHE_VARIABLE = "CONFLICT_CLI_CACHE"


class Input(Struct, frozen=True):
    """The file that is asked; whether what is decoded from it may be kept; whether it is the example nobody named."""

    path: Path
    is_cached: bool = True
    is_example: bool = False

    def read(self) -> Ledger:
        """The ledger in the file."""
        if self.is_example:
            say("Reading the ledger that comes with the program; -f names your own.")
        from conflict_cli.ledger.reader import read_ledger

        if not (self.is_cached and _is_large(self.path)):
            return read_ledger(self.path)
        from conflict_cli.cache import Cache

        return read_ledger(self.path, cache=Cache(_cache_folder(), __version__))


def default_input(*, is_cached: bool) -> Input:
    """The ledger that is read where no option names one, said to be the example where it is."""
    path = default_file()
    return Input(path, is_cached, is_example=path == shipped_ledger())


def default_file() -> Path:
    """The ledger that is read where no option names one."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    here = Path("incidents.yaml")
    return here if here.exists() else shipped_ledger()


def _cache_folder() -> Path:
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("conflict-cli")


def _is_large(path: Path) -> bool:
    from conflict_cli.cache import SMALLEST

    try:
        return path.stat().st_size > SMALLEST
    except OSError:
        return False
