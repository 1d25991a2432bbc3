"""Orders on their way, and checkpoints of their log in a folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.actions.checkpoints import take_checkpoint
from tests.actions.conftest import World


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


@pytest.fixture
def orders(world: World, folder: Path) -> list[str]:
    """Three orders on their way; a checkpoint in between, and one at the end."""
    made = [world.accept() for _ in range(3)]
    for order_id in made:
        world.assign(order_id)
    take_checkpoint(world.database, folder, world.now)
    for order_id in made[:2]:
        world.step(order_id, "take")
        world.later(minutes=5)
        world.step(order_id, "contact", data={"agreed_at": (world.now + timedelta(hours=3)).isoformat()})
    take_checkpoint(world.database, folder, world.now)
    return made
