"""The program: `conflict-cli`, or `python -m conflict_cli`."""

import gc

from conflict_cli.cli.console import exits, prepare


def main() -> None:
    """Run the command line and exit."""
    gc.disable()  # a run is short, and makes no rings worth collecting
    prepare()
    with exits():
        from conflict_cli.cli.app import app

        app(prog_name="conflict-cli")


if __name__ == "__main__":
    main()
