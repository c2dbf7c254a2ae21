"""The program: `conflict-cli`, or `python -m conflict_cli`."""

from conflict_cli.cli.console import closing_quietly


def main() -> None:
    """Run the command line and exit."""
    with closing_quietly():
        from conflict_cli.cli.app import app

        app(prog_name="conflict-cli")


if __name__ == "__main__":
    main()
