"""The program: `conflict-cli`, or `python -m conflict_cli`.

Nothing is imported here before signals are heeded: an interrupt meanwhile would show a traceback.
"""

import os


def main() -> None:
    """Run the command line and leave at once: a big ledger in memory would take long to take apart."""
    try:
        from conflict_cli.cli.signals import heed_signals

        heed_signals()
    except KeyboardInterrupt:
        os._exit(130)
    import gc

    from conflict_cli.cli.console import exits, prepare
    from conflict_cli.cli.writing import keep_private

    gc.disable()  # a run is short, and makes no cycles of objects that are worth collecting
    keep_private()
    prepare()
    try:
        with exits():
            from conflict_cli.cli.app import app

            app(prog_name="conflict-cli")
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))


if __name__ == "__main__":
    main()
