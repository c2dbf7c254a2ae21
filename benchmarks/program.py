"""The program as a script, which is what `conflict-cli` is where it is installed, and what the yardsticks are too."""

from conflict_cli.__main__ import main

main()
