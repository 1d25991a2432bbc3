"""`sanxian import`: what people's files look like, what is refused and why, and that twice is once."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from dispatch.cli import main
from dispatch.cli.csv_file import COLUMNS, CsvRow
from dispatch.cli.csv_rows import Place, Rejected, read_order
from dispatch.storage.district import Area, District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from dispatch.travel.geocode import Geocode, NoAnswer, NoPlace
from tests.databases import AUDIT_KEY

ENGLISH = "kind,customer_name,customer_phone,address,lat,lon,contracted_mbps,booked_date,booked_half,external_ref,accepted_at\n"
GOOD = "repair,Anna Smith,13800002231,12 Willow Bank Road,28.21,112.91,,,,R-1,2026-11-20 16:30\n"
DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
CHINESE = "类型,客户姓名,电话,地址,纬度,经度,坐标系,签约速率,预约日期,预约时段,网格\n"

Run = Callable[..., Result]


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    with database.write() as session:
        session.add(District(id="xiling", name="西岭区", zone="Asia/Shanghai", map={}))
        session.flush()
        session.add(Area(id="liudi", district_id="xiling", name="柳堤", lat=28.21, lon=112.91))
        session.add(
            Area(
                id="far",
                district_id="xiling",
                name="远山",
                lat=29.5,
                lon=114.0,
                serviceable=False,
                reason="no_fibre",
            )
        )
    monkeypatch.setenv("SANXIAN_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SANXIAN_AUDIT_KEY", AUDIT_KEY)
    monkeypatch.delenv("SANXIAN_GEOCODER", raising=False)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(main, ["import", *map(str, arguments)])

    return call


def rejects(path: Path) -> list[list[str]]:
    with path.with_name(f"{path.stem}.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def count(database: Database) -> tuple[int, int]:
    with database.read() as session:
        return (
            session.scalar(select(func.count()).select_from(Order)) or 0,
            session.scalar(select(func.count()).select_from(LoggedEvent)) or 0,
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_file_is_read_in_the_encodings_that_people_save(
    run: Run, database: Database, tmp_path: Path, encoding: str
) -> None:
    row = "装机,陈静怡,13800002231,柳堤路 36 号 榕景花园 4 栋 1102,28.21,112.91,,500M,2026/11/29,上午,柳堤\n"
    done = run(write(tmp_path / "orders.csv", CHINESE + row, encoding))
    assert done.exit_code == 0, done.output
    with database.read() as session:
        order = session.scalars(select(Order)).one()
    assert (order.customer_name, order.area_id, order.contracted_mbps) == ("陈静怡", "liudi", 500)
    assert (str(order.booked_date), order.booked_half) == ("2026-11-29", "am")


def test_a_local_time_of_acceptance_is_the_districts(run: Run, database: Database, tmp_path: Path) -> None:
    assert run(write(tmp_path / "o.csv", ENGLISH + GOOD)).exit_code == 0
    with database.read() as session:
        assert session.scalars(select(Order)).one().accepted_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_the_same_file_again_adds_nothing(run: Run, database: Database, tmp_path: Path) -> None:
    without_reference = "repair,Li,13800002232,7 Old Port Lane,28.2,112.9,,,,,\n"
    file = write(tmp_path / "o.csv", ENGLISH + GOOD + without_reference)
    run(file)
    before = count(database)
    again = run(file)
    assert "0 imported, 2 were there already" in again.output
    assert count(database) == before


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("repairs,Li,13800002232,A,28.2,112.9,,,,,", "kind", "is not one of"),
        ("repair,,13800002232,A,28.2,112.9,,,,,", "customer_name", "needed"),
        ("repair,Li,phone,A,28.2,112.9,,,,,", "customer_phone", "telephone"),
        ("repair,Li,13800002232,A,,,,,,,", "lat", "no address provider"),
        ("repair,Li,13800002232,A,128.2,112.9,,,,,", "lat", "no place on earth"),
        ("repair,Li,13800002232,A,0,0,,,,,", "lat", "no place on earth"),
        ("repair,Li,13800002232,A,39.9,116.4,,,,,", "lat", "km away from every area"),
        ("repair,Li,13800002232,A,28.2,,,,,,", "lon", "needed"),
        ("repair,Li,13800002232,A,NaN,112.9,,,,,", "lat", "degrees"),
        ("repair,Li,13800002232,A,28.2,112.9,fast,,,,", "contracted_mbps", "rate"),
        ("repair,Li,13800002232,A,28.2,112.9,,2026-02-30,,,", "booked_date", "date"),
        ("repair,Li,13800002232,A,28.2,112.9,,,am,,", "booked_date", "needed"),
        ("repair,Li,13800002232,A,28.2,112.9,,,,,soon", "accepted_at", "time"),
        ("repair,Li,13800002232,A,28.2,112.9,,,,,2126-01-01 10:00", "accepted_at", "future"),
        ("repair,Li,13800002232,A,29.5,114.0,,,,,", "address", "no_fibre"),
        (f"repair,Li,13800002232,A,28.2,112.9,,,,{'R' * 81},", "external_ref", "80 characters at most"),
        ("repair,Li,13800002232", "", "as many cells"),
        ("move,Li,13800002232,A,28.2,112.9,,,,,", "from_address", "needed"),
    ],
)
def test_a_bad_row_is_refused_with_line_column_and_reason_and_the_good_ones_are_in(  # noqa: PLR0917  # fixtures
    run: Run, database: Database, tmp_path: Path, row: str, column: str, reason: str
) -> None:
    file = write(tmp_path / "o.csv", ENGLISH + row + "\n" + GOOD)
    done = run(file)
    assert done.exit_code == 1, done.output
    ((line, named, why),) = rejects(file)
    assert (line, named) == ("2", column)
    assert reason in why
    assert count(database)[0] == 1


def test_reasons_are_in_the_language_of_the_file(run: Run, tmp_path: Path) -> None:
    file = write(
        tmp_path / "o.csv", CHINESE + "装机,陈静怡,13800002231,柳堤路,28.21,112.91,,500,,,没有的网格\n"
    )
    assert run(file).exit_code == 1
    assert rejects(file) == [["2", "网格", "本区没有“没有的网格”这个网格。"]]


def test_coordinates_of_chinese_maps_are_converted(run: Run, database: Database, tmp_path: Path) -> None:
    file = write(tmp_path / "o.csv", CHINESE + "修障,王,13800002231,柳堤路,28.21,112.91,GCJ-02,,,,\n")
    assert run(file).exit_code == 0
    with database.read() as session:
        order = session.scalars(select(Order)).one()
    assert 0.002 < abs(order.lat - 28.21) + abs(order.lon - 112.91) < 0.02


def test_a_dry_run_imports_nothing(run: Run, database: Database, tmp_path: Path) -> None:
    assert "1 would be imported" in run(write(tmp_path / "o.csv", ENGLISH + GOOD), "--dry-run").output
    assert count(database) == (0, 0)


def test_a_dry_run_says_what_the_import_would(run: Run, database: Database, tmp_path: Path) -> None:
    run(write(tmp_path / "first.csv", ENGLISH + GOOD))
    before = count(database)
    far = "repair,Li,13800002232,A,29.5,114.0,,,,,\n"
    new = "repair,Li,13800002232,7 Old Port Lane,28.2,112.9,,,,,\n"
    file = write(tmp_path / "o.csv", ENGLISH + GOOD + far + new)
    checked = run(file, "--dry-run")
    assert "1 would be imported, 1 were there already, 1 refused" in checked.output
    assert rejects(file)[0][0] == "3"
    assert count(database) == before
    assert "1 imported, 1 were there already, 1 refused" in run(file).output


def test_technicians_of_a_dry_run_are_not_there(run: Run, database: Database, tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "badge,name,home_lat,home_lon\nRT-1,Wang,28.2,112.9\n")
    assert "1 would be imported" in run(file, "--dry-run").output
    with database.read() as session:
        assert session.get(Technician, "RT-1") is None


def test_a_corrected_file_takes_only_what_was_refused(run: Run, database: Database, tmp_path: Path) -> None:
    file = write(tmp_path / "o.csv", ENGLISH + GOOD + "repair,Li,phone,A,28.2,112.9,,,,R-2,\n")
    assert run(file).exit_code == 1
    write(file, file.read_text(encoding="utf-8").replace("Li,phone", "Li,13800002232"))
    done = run(file)
    assert done.exit_code == 0
    assert "1 imported, 1 were there already" in done.output
    assert not file.with_name("o.rejects.csv").exists(), "nothing is refused any more"
    assert count(database)[0] == 2


def test_a_quoted_line_break_counts_for_the_line_that_is_named(run: Run, tmp_path: Path) -> None:
    row = 'repair,Li,13800002232,"12 Willow\nBank Road",28.2,112.9,,,,,\nrepair,Li,phone,A,28.2,112.9,,,,,\n'
    file = write(tmp_path / "o.csv", ENGLISH + row)
    assert run(file).exit_code == 1
    assert rejects(file)[0][:2] == ["4", "customer_phone"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no header"),
        (b"kind,customer_name\n", "lacks address"),
        ((ENGLISH.strip() + ",colour\n").encode(), "colour"),
        ((ENGLISH.strip() + ",lat\n").encode(), "stands twice"),
        (b"\xff\xfe\x00\xd8\x00", "neither UTF-8 nor GB18030"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x81", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_as_a_whole(
    run: Run, database: Database, tmp_path: Path, data: bytes, why: str
) -> None:
    good = write(tmp_path / "good.csv", ENGLISH + GOOD)
    (tmp_path / "bad.csv").write_bytes(data)
    done = run(good, tmp_path / "bad.csv")
    assert done.exit_code == 2
    assert why in done.output
    assert count(database) == (0, 0)


def test_technicians_are_added_changed_and_left_alone(run: Run, database: Database, tmp_path: Path) -> None:
    heading = "工牌,姓名,英文名,电话,班组,技能,出发纬度,出发经度,上班,下班\n"
    file = write(
        tmp_path / "t.csv",
        heading + "RT-4417,王志强,Wang Zhiqiang,13800001111,一班,装机；repair:2,28.2,112.9,8:00,17:30\n",
    )
    assert "1 imported" in run(file).output
    assert "1 were there already" in run(file).output
    write(file, file.read_text(encoding="utf-8").replace("17:30", "18:30"))
    assert "1 brought up to date" in run(file).output
    with database.read() as session:
        technician = session.get_one(Technician, "RT-4417")
    assert (technician.skills, technician.shift_end) == (["install", "repair:2"], "18:30")


def test_a_roster_names_areas_tools_and_what_is_in_the_van(
    run: Run, database: Database, tmp_path: Path
) -> None:
    heading = "工牌,姓名,负责网格,工具,车载物料,出发纬度,出发经度\n"
    row = "RT-1,王,{area},光功率计；熔接机,光猫:6；皮线光缆:8,28.2,112.9\n"
    with database.read() as session:
        area = session.scalars(select(Area)).first()
    assert area is not None
    file = write(tmp_path / "t.csv", heading + row.format(area=area.name))
    assert "1 imported" in run(file).output
    assert "1 were there already" in run(file).output
    with database.read() as session:
        technician = session.get_one(Technician, "RT-1")
    assert (technician.areas, technician.tools) == ([area.id], ["optical_meter", "splicer"])
    assert technician.stock == technician.load == {"ont": 6, "drop_cable": 8}
    elsewhere, uncounted = row.format(area="月球"), row.format(area=area.name).replace(":6", "")
    for wrong, column in ((elsewhere, "负责网格"), (uncounted, "车载物料")):
        write(file, heading + wrong)
        assert run(file).exit_code == 1
        assert rejects(file)[0][1] == column


def test_the_documented_samples_are_taken_as_they_stand(run: Run, database: Database, tmp_path: Path) -> None:
    samples = re.findall(r"```csv\n(.*?)```", DOCUMENTATION, re.DOTALL)
    files = [write(tmp_path / f"{number}.csv", sample) for number, sample in enumerate(samples)]
    with database.write() as session:
        session.add(Area(id="jing", district_id="xiling", name="榕景", lat=28.2113, lon=112.9104))
    assert len(files) == 2
    assert run(*files).exit_code == 0
    assert count(database)[0] == 1


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_every_column_is_documented_in_both_languages(columns: dict[str, tuple[str, ...]]) -> None:
    for ours, aliases in columns.items():
        assert f"`{ours}`" in DOCUMENTATION
        assert aliases[0] in DOCUMENTATION


def place(geocode: Geocode) -> Place:
    return Place(
        district_id="xiling",
        zone=ZoneInfo("Asia/Shanghai"),
        areas={},
        middles=((28.21, 112.91),),
        now=datetime(2026, 11, 20, tzinfo=UTC),
        geocode=geocode,
    )


def row(**values: str) -> CsvRow:
    given = {"kind": "repair", "customer_name": "Li", "customer_phone": "13800002232", "address": "柳堤路"}
    return CsvRow(2, given | values)


def test_a_row_without_coordinates_is_where_the_provider_says() -> None:
    draft = read_order(row(), place(lambda _address: (28.2, 112.9)))
    assert (draft.lat, draft.lon) == (28.2, 112.9)


def test_the_provider_is_not_asked_for_what_the_row_says() -> None:
    def asked(address: str) -> tuple[float, float]:
        raise AssertionError(address)

    assert read_order(row(lat="28.2", lon="112.9"), place(asked)).lat == 28.2


@pytest.mark.parametrize(
    ("failure", "code"), [(NoPlace("柳堤路"), "no-place"), (NoAnswer("amap: GeocoderTimedOut"), "no-answer")]
)
def test_a_provider_that_does_not_know_is_told_from_one_that_does_not_answer(
    failure: Exception, code: str
) -> None:
    def asked(_address: str) -> tuple[float, float]:
        raise failure

    with pytest.raises(Rejected) as caught:
        read_order(row(), place(asked))
    assert (caught.value.column, caught.value.code) == ("address", code)


def test_a_provider_that_means_a_street_of_another_city_is_not_believed() -> None:
    with pytest.raises(Rejected) as caught:
        read_order(row(), place(lambda _address: (39.9, 116.4)))
    assert (caught.value.column, caught.value.code) == ("address", "far")


def test_a_customer_may_move_in_from_another_city() -> None:
    draft = read_order(
        row(kind="移机", lat="28.2", lon="112.9", from_address="北京", from_lat="39.9", from_lon="116.4"),
        place(lambda _address: (0, 0)),
    )
    assert (draft.from_lat, draft.from_lon) == (39.9, 116.4)
