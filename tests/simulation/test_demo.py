"""The demo as a newcomer starts it: a server of its own, three working links, a life, and a second start."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread, Timer

import httpx
import pytest

from dispatch.clock import monotonic
from dispatch.simulation.demo import Bar, Demo, WrongFolder
from dispatch.simulation.seeding import PASSWORD


class Quiet:
    """Says nothing on the way."""

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        yield

    @contextmanager
    def progress(self, what: str, steps: int) -> Iterator[Bar]:
        yield self

    def step(self) -> None:
        pass


def small(folder: Path, **changes: object) -> Demo:
    settings = {"folder": folder, "seed": 1, "speed": 600.0, "technicians": 6, "orders_a_day": 30} | changes
    return Demo(**settings)  # type: ignore[arg-type]


def stop_when_they_live(demo: Demo, stop: Event) -> None:
    """As soon as orders are taken and customers called, and after a minute whatever happens."""
    ends = monotonic() + 60
    while monotonic() < ends and not (demo.tally["take"] and demo.tally["contact"]):
        stop.wait(0.1)
    stop.set()


def test_the_links_work_the_city_lives_and_the_second_start_goes_on(tmp_path: Path) -> None:
    first = small(tmp_path)
    stop = Event()
    with first.open(stop, tell=Quiet()) as opening:
        assert opening is not None
        assert opening.customer_link is not None
        with httpx.Client(base_url=opening.address, timeout=20) as browser:
            login = opening.logins[-1][0]
            assert (
                browser.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code
                == 200
            )
            assert browser.get("/t/").status_code == 200
            assert browser.get(opening.customer_link, follow_redirects=True).status_code == 200
        with httpx.Client(base_url=opening.address, timeout=20) as browser:
            assert (
                browser.post(
                    "/api/v1/session", json={"login": "dispatcher", "password": PASSWORD}
                ).status_code
                == 200
            )
            assert browser.get("/board").status_code == 200
        Thread(target=stop_when_they_live, args=(first, stop)).start()
        first.live(stop)
    assert first.tally["take"] > 0
    assert first.tally["contact"] > 0

    second = small(tmp_path)
    stood_at = second.notebook.now
    assert stood_at is not None
    stop = Event()
    with second.open(stop, tell=Quiet()) as again:
        assert again is not None
        assert again.address == opening.address
        assert again.technician_name == opening.technician_name
        now = httpx.get(f"{again.address}/api/v1/clock").json()["now"]
        assert now >= stood_at.isoformat()


def test_another_seed_does_not_move_into_a_lived_in_city(tmp_path: Path) -> None:
    small(tmp_path).notebook.keep(seed=1)
    with pytest.raises(WrongFolder, match="seed 1"), small(tmp_path, seed=2).open(Event(), tell=Quiet()):
        pass


def test_two_do_not_live_in_one_folder(tmp_path: Path) -> None:
    with (
        small(tmp_path).notebook.held() as ours,
        pytest.raises(WrongFolder, match="already"),
        small(tmp_path).open(Event(), tell=Quiet()),
    ):
        assert ours


def test_an_empty_city_has_people_and_no_orders(tmp_path: Path) -> None:
    demo, stop = small(tmp_path, empty=True, speed=1.0), Event()
    with demo.open(stop, tell=Quiet()) as opening:
        assert opening is not None
        assert opening.customer_link is None
        with httpx.Client(base_url=opening.address, timeout=20) as browser:
            browser.post("/api/v1/session", json={"login": "dispatcher", "password": PASSWORD})
            board = browser.get("/api/v1/board", params={"district": "xiling"}).json()
        assert len(board["technicians"]) == 6
        assert board["orders"] == []
        Timer(0.3, stop.set).start()
        demo.live(stop)
