"""The views there are, by name: from the reader's file and the settings of a scene to its film."""

from collections.abc import Mapping
from typing import Final

from labkit.harness.play import StepBudgetError
from labkit.harness.worker_play import JobBudgetError
from labkit.harness.workload import WorkloadError
from labkit.visual.clock import play_clock
from labkit.visual.clock_run import EndlessTimeError
from labkit.visual.clock_scene import clock_scene_of
from labkit.visual.film import Film, Load, Player, Settings
from labkit.visual.index_list import play_index_list
from labkit.visual.kill_switch import EndlessRunError, play_kill_switch
from labkit.visual.read_set import play_read_set
from labkit.visual.reader_scene import NOTHING, reader_scene_of
from labkit.visual.subscription_run import EndlessWriteError
from labkit.visual.subscription_scene import scene_of
from labkit.visual.subscriptions import play_subscriptions
from labkit.visual.worker_scene import worker_scene_of
from minivex.txn.limits import LIMITS

__all__ = ["PLAYERS", "SCENE_ERRORS"]

SCENE_ERRORS: Final = (
    WorkloadError,
    StepBudgetError,
    JobBudgetError,
    EndlessRunError,
    EndlessTimeError,
    EndlessWriteError,
)
"""What a player raises for a scene that its reader has to repair."""


SMALL_WORLD: Final = 1000
"""How many times lower the limits are where a scene asks for small ones."""


def _index_list(load: Load, module: str, settings: Settings) -> Film:
    other = str(settings.get("insert", NOTHING))
    return play_index_list(reader_scene_of(load(), module, other=other))


def _kill_switch(load: Load, module: str, settings: Settings) -> Film:
    scene = worker_scene_of(load, module)
    return play_kill_switch(scene, kill=_number(settings, "kill"), again=_number(settings, "again"))


def _clock(load: Load, module: str, settings: Settings) -> Film:
    return play_clock(clock_scene_of(load(), module, settings))


def _read_set(load: Load, module: str, settings: Settings) -> Film:
    limits = LIMITS.scaled(SMALL_WORLD) if settings.get("limits") == "small" else LIMITS
    return play_read_set(reader_scene_of(load(), module, count=_number(settings, "rows")), limits)


def _subscriptions(load: Load, module: str, settings: Settings) -> Film:
    scene = scene_of(load(), module, str(settings.get("variant", "")))
    return play_subscriptions(scene, offline=str(settings.get("offline", "")))


def _number(settings: Settings, name: str) -> int:
    return int(settings.get(name, 0))


PLAYERS: Final[Mapping[str, Player]] = {
    "clock": _clock,
    "index-list": _index_list,
    "kill-switch": _kill_switch,
    "read-set": _read_set,
    "subscriptions": _subscriptions,
}
"""The player of each view; ``lab.toml`` names the view."""
