"""Every act has a label in the clerk's words, a right, and leaves a line in the journal."""

import importlib
import pkgutil

import pytest

from core import services
from core.rights import RIGHTS, Right
from core.station import Operation

OPERATIONS = [
    value
    for module in pkgutil.iter_modules(services.__path__)
    for value in vars(importlib.import_module(f"core.services.{module.name}")).values()
    if isinstance(value, Operation) and value.function.__module__.endswith(module.name)
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_says_what_it_does(operation):
    assert operation.label
    assert not any(char.isascii() and char.isalpha() for char in operation.label)
    assert isinstance(operation.needs, Right)
    assert operation.function.__doc__


def test_labels_name_one_act_each():
    labels = [one.label for one in OPERATIONS]
    assert sorted(labels) == sorted(set(labels))


def test_every_role_may_read_and_only_two_manage():
    assert all(Right.READ in rights for rights in RIGHTS.values())
    assert {role for role, rights in RIGHTS.items() if Right.MANAGE in rights} == {"chief", "admin"}
