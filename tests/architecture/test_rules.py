"""Every rule holds in the house, and every rule catches what it is meant to catch."""

import pytest

from tests.architecture import rules
from tests.architecture.house import Module, modules
from tests.architecture.rules import RULES, Rule

_LONG_BODY = "def long() -> int:\n" + "    n = 1\n" * 40 + "    return n\n"
_FULL_BODY = 'def full() -> int:\n    """Forty lines."""\n' + "    n = 1\n" * 39 + "    return n\n"

# rule, path, source that breaks it
PLANTED = [
    (rules.init_holds_a_docstring_only, "ledger/__init__.py", '"""Facts."""\nfrom ledger import invoice'),
    (rules.module_is_short, "ledger/invoice.py", "n = 1\n" * 401),
    (rules.body_is_short, "ledger/invoice.py", _LONG_BODY),
    (rules.no_import_inside_a_function, "store/session.py", "def f() -> None:\n    import json"),
    (
        rules.no_import_inside_a_function,
        "a/b.py",
        "class A:\n    def f(self):\n        from json import dumps",
    ),
    (rules.name_masks_nothing, "dunning/queue.py", ""),
    (rules.name_masks_nothing, "messaging/email/smtp.py", ""),
    (rules.pure_module_touches_nothing, "ledger/matching.py", "import sqlalchemy as sa"),
    (rules.pure_module_touches_nothing, "ledger/matching.py", "from sqlalchemy.orm import Session"),
    (rules.pure_module_touches_nothing, "scoring/predict.py", "import mlflow.lightgbm"),
    (rules.pure_module_touches_nothing, "kernel/days.py", "from os import path"),
    (rules.pure_module_touches_nothing, "ledger/files/csv.py", "text = open('a.csv').read()"),
    (rules.pure_module_touches_nothing, "ledger/files/csv.py", "text = path.read_text()"),
    (rules.pure_module_touches_nothing, "ledger/files/csv.py", "with path.open() as lines: pass"),
    (rules.pure_module_touches_nothing, "simulation/payer.py", "import random\nrandom.random()"),
    (rules.pure_module_touches_nothing, "simulation/payer.py", "rng = np.random.default_rng()"),
    (rules.pure_module_touches_nothing, "simulation/payer.py", "np.random.normal(0, 1)"),
    (rules.pure_module_touches_nothing, "training/tuning.py", "import subprocess"),
    (rules.decision_knows_no_framework, "dunning/policy.py", "import pandas as pd"),
    (rules.decision_knows_no_framework, "kernel/money.py", "from pydantic import BaseModel"),
    (rules.decision_knows_no_framework, "dunning/usecases.py", "import lightgbm"),
    (rules.kernel_stands_on_the_ground, "kernel/days.py", "import numpy as np"),
    (rules.kernel_stands_on_the_ground, "kernel/money.py", "from ledger.facts import Facts"),
    (rules.only_the_clock_reads_the_clock, "serving/app.py", "on = date.today()"),
    (rules.only_the_clock_reads_the_clock, "store/base.py", "column(default=datetime.now)"),
    (rules.only_the_clock_reads_the_clock, "ledger/usecases.py", "at = datetime.datetime.now(tz=UTC)"),
    (rules.only_settings_read_the_environment, "store/session.py", "url = os.environ['URL']"),
    (rules.only_settings_read_the_environment, "serving/cli/main.py", "from os import getenv"),
]

# rule, path, source that looks like a breach and is none
ALLOWED = [
    (rules.init_holds_a_docstring_only, "ledger/__init__.py", '"""Facts."""'),
    (rules.init_holds_a_docstring_only, "ledger/files/__init__.py", ""),
    (rules.module_is_short, "ledger/invoice.py", "n = 1\n" * 400),
    (rules.body_is_short, "ledger/invoice.py", _FULL_BODY),
    (rules.name_masks_nothing, "dunning/worklist.py", ""),
    (rules.pure_module_touches_nothing, "ledger/repository.py", "import sqlalchemy as sa"),
    (rules.pure_module_touches_nothing, "simulation/usecases.py", "path.write_text('')"),
    (rules.pure_module_touches_nothing, "store/session.py", "import sqlalchemy as sa"),
    (rules.pure_module_touches_nothing, "simulation/payer.py", "rng = np.random.default_rng(seed)"),
    (rules.pure_module_touches_nothing, "simulation/payer.py", "import random\nrng = random.Random(7)"),
    (rules.decision_knows_no_framework, "dunning/repository.py", "import sqlalchemy as sa"),
    (rules.decision_knows_no_framework, "ledger/ageing.py", "import pandas as pd"),
    (rules.kernel_stands_on_the_ground, "kernel/siren.py", "from stdnum.fr import siren"),
    (rules.kernel_stands_on_the_ground, "store/frames.py", "import numpy as np"),
    (rules.only_the_clock_reads_the_clock, "serving/clock.py", "return date.today()"),
    (rules.only_settings_read_the_environment, "serving/settings.py", "os.environ"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    assert [breach for module in modules() for breach in rule(module)] == []


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED)
def test_the_rule_catches_a_planted_breach(rule: Rule, path: str, source: str) -> None:
    assert list(rule(Module(path, source)))


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED)
def test_the_rule_leaves_the_innocent_alone(rule: Rule, path: str, source: str) -> None:
    assert list(rule(Module(path, source))) == []


def test_every_rule_is_planted() -> None:
    """A rule that nothing was ever seen to break may not work at all."""
    assert {rule for rule, _, _ in PLANTED} == set(RULES)
