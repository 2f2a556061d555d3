"""What the clients share: HTTP, retries, the target file, a clock, the command line. JSON with exact decimals and the registry of
variants and faults are those of the independent servers."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "independent"))
