"""What several stories of the core need: verbs run on the station, and people of any role."""

import json

import pytest

import main
from core.ids import Ids
from core.rights import Actor
from tests.conftest import PASSWORD


@pytest.fixture
def verb(station, clock, monkeypatch, capsys):
    """Runs a verb as 李海燕; returns (status, facts or what was said)."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)

    def run(*words):
        status = main.main([*words, "--station", str(station.folder), "--json"], clock)
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else said.err

    return run


@pytest.fixture
def acting(station):
    def act(role, **given):
        return station.as_(Actor(Ids(station.clock).new(), "赵调解", role, **given))

    return act
