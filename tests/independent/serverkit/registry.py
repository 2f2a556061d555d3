"""Variants and faults as data: each row is a sentence and a class whose methods take the place of the server's."""

import importlib
import pkgutil
import re
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Variant:
    name: str
    sentence: str
    mixin: type
    exits: tuple = (0,)     # the exit codes of `pitboss check` that are right
    warns: tuple = ()       # requirements that may warn, by name or glob

    def listing(self) -> dict:
        return {"name": self.name, "sentence": self.sentence, "exits": list(self.exits), "warns": list(self.warns)}


@dataclass(frozen=True)
class Fault:
    name: str
    breaks: str
    level: str              # M or S
    requirement: str        # by name or glob; several with | between them, where each of them tells of the fault
    mixin: type

    def listing(self) -> dict:
        return {"name": self.name, "breaks": self.breaks, "level": self.level, "requirement": self.requirement}


VARIANTS: dict[str, Variant] = {}
FAULTS: dict[str, Fault] = {}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])", "-", name).lower()


def variant(sentence: str, exits: tuple = (0,), warns: tuple = ()):
    """Registers the class as a right but unusual behaviour, named after the class."""
    def register(mixin: type) -> type:
        name = _kebab(mixin.__name__)
        assert name not in VARIANTS, name
        VARIANTS[name] = Variant(name, sentence, mixin, exits, warns)
        return mixin
    return register


def fault(level: str, requirement: str, breaks: str):
    """Registers the class as a fault: it breaks the statement, of the level, that the requirement stands for."""
    def register(mixin: type) -> type:
        name = _kebab(mixin.__name__)
        assert name not in FAULTS and level in ("M", "S"), name
        FAULTS[name] = Fault(name, breaks, level, requirement, mixin)
        return mixin
    return register


def load_rows(*packages: ModuleType) -> None:
    """Imports every module of variants and faults of the packages; they enter themselves here."""
    for package in packages:
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            if module.startswith(("variants_", "faults_")):
                importlib.import_module(f"{package.__name__}.{module}")
