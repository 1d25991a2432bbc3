"""What done work has taught, read at the foot of the promises, in the reader's language and on a phone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from dispatch.planning.learning import Estimate, Learned, PartOfDay
from dispatch.simulation.city import DISTRICT_ID
from dispatch.storage.learned import LearningRun, store_learned
from dispatch.storage.session import Database
from tests.browser.conftest import Server
from tests.browser.test_admin import OpenPage
from tests.browser.test_admin import as_head as as_head_of_promises

LEARNED = Learned(
    kinds={"repair": Estimate(-0.2, 0.03, 240)},
    areas={("repair", "liudi"): Estimate(0.05, 0.04, 31)},
    technicians={"t-01": Estimate(-0.02, 0.05, 12)},
    spreads={"repair": 0.3},
    road=Estimate(0.26, 0.02, 180),
    parts={PartOfDay.EVENING: Estimate(0.1, 0.04, 20)},
    road_spread=0.35,
)


as_head = as_head_of_promises


@pytest.fixture
def taught(server: Server) -> None:
    database = Database(f"sqlite:///{server.folder / 'sanxian.db'}")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    with database.write() as session:
        store_learned(session, DISTRICT_ID, LEARNED)
        run = LearningRun(
            district_id=DISTRICT_ID, day=at.date(), begun_at=at, ended_at=at, visits=240, roads=180
        )
        session.merge(run)
    database.close()


@pytest.mark.usefixtures("taught")
def test_estimates_are_shown_with_their_errors_in_the_readers_language(as_head: OpenPage) -> None:
    page: Page = as_head("manager", locale="en-GB")
    rows = page.locator(".estimates").first.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Repair× 0.82± 3.0 %37 min (usual: 45)± 35 %240")
    expect(rows.nth(2)).to_contain_text("Roads, 17:00–20:00")
    page.get_by_text("By area and technician (2)").click()
    expect(page.locator(".estimates").nth(1)).to_contain_text("Repair, 柳堤")
    page = as_head("manager", locale="zh-TW", viewport={"width": 390, "height": 844})
    expect(page.locator("#learned")).to_have_text("從完工中學到的")
    expect(page.locator(".estimates").first).to_contain_text("37 分鐘（標準 45）")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
