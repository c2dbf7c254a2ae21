"""The yardstick of a file that is parsed: PyYAML over libyaml makes nodes of it, and nothing is done with them.

`--no-gc` spares it Python's garbage collector, which otherwise takes most of the time.
"""

import gc
import sys
from pathlib import Path

import yaml

if "--no-gc" in sys.argv:
    gc.disable()
with Path(sys.argv[1]).open("rb") as stream:
    yaml.compose(stream, Loader=yaml.CBaseLoader)
