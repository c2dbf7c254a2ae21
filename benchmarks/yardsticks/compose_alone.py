"""The yardstick of a file that is parsed: PyYAML over libyaml makes nodes of it, and nothing is done with them."""

import sys
from pathlib import Path

import yaml

with Path(sys.argv[1]).open("rb") as stream:
    yaml.compose(stream, Loader=yaml.CBaseLoader)
