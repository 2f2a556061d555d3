"""A wallet server that reads the contract page alone; `wallet.py` beside this package starts it."""

import importlib
import pkgutil


def load_rows() -> None:
    """Imports every module of variants and faults, which enter themselves in the registry."""
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        if module.startswith(("variants_", "faults_")):
            importlib.import_module(f"{__name__}.{module}")
