"""Read a CSV file as people save it: its encoding, its header in Chinese or English, and its rows by our own names."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import _csv

_HAN: Final = ("一", "鿿")

ORDER_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "kind": ("类型", "工单类型", "類型", "工單類型"),
    "customer_name": ("客户姓名", "客户", "客戶姓名", "客戶"),
    "customer_phone": ("电话", "联系电话", "電話", "聯絡電話"),
    "language": ("语言", "語言"),
    "address": ("地址", "装机地址", "裝機地址"),
    "lat": ("纬度", "緯度"),
    "lon": ("经度", "經度"),
    "datum": ("坐标系", "座標系"),
    "from_address": ("原地址", "舊地址"),
    "from_lat": ("原纬度", "原緯度"),
    "from_lon": ("原经度", "原經度"),
    "contracted_mbps": ("签约速率", "簽約速率"),
    "booked_date": ("预约日期", "預約日期"),
    "booked_half": ("预约时段", "預約時段"),
    "accepted_at": ("受理时间", "受理時間"),
    "area": ("网格", "網格"),
    "external_ref": ("外部单号", "外部單號"),
    "note": ("备注", "備註"),
}
"""Our name of a column, which is its English heading, and its Chinese headings."""
TECHNICIAN_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "badge": ("工牌", "工牌号", "工牌號"),
    "name": ("姓名",),
    "name_en": ("英文名",),
    "phone": ("电话", "電話"),
    "team": ("班组", "班組"),
    "skills": ("技能",),
    "areas": ("负责网格", "負責網格"),
    "tools": ("工具",),
    "load": ("车载物料", "車載物料"),
    "home_lat": ("出发纬度", "出發緯度"),
    "home_lon": ("出发经度", "出發經度"),
    "datum": ("坐标系", "座標系"),
    "shift_start": ("上班", "上班时间", "上班時間"),
    "shift_end": ("下班", "下班时间", "下班時間"),
}
NEEDED: Final = {
    "orders": frozenset({"kind", "customer_name", "customer_phone", "address"}),
    "technicians": frozenset({"badge", "name", "home_lat", "home_lon"}),
}
COLUMNS: Final = {"orders": ORDER_COLUMNS, "technicians": TECHNICIAN_COLUMNS}


class Unreadable(ValueError):
    """The file as a whole cannot be taken; nothing of it is imported."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path.name}: {why}")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record: the line that it ends on, its values by our names, trimmed; `extra` are cells past the header."""

    line: int
    values: Mapping[str, str]
    extra: int = 0
    short: bool = False


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that was read: what it is about, its language, its headings (ours → as written) and its rows."""

    path: Path
    about: str
    language: str
    headings: Mapping[str, str]
    rows: tuple[CsvRow, ...]


def read_csv(path: Path) -> CsvFile:
    """Read the whole file. Raises Unreadable: another encoding, no header, an unknown or missing or doubled column."""
    text = _decode(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        about, ours = _recognise(path, heading)
        rows = tuple(_rows(reader, ours))
    except csv.Error as broken:
        raise Unreadable(path, f"line {reader.line_num}: not a CSV file ({broken})") from broken
    headings = dict(zip(ours, heading, strict=True))
    return CsvFile(path=path, about=about, language=_language(heading), headings=headings, rows=rows)


def _decode(path: Path) -> str:
    """UTF-8 with or without Excel's mark, else GB18030, which every older Chinese encoding is part of; UTF-16 if marked."""
    try:
        data = path.read_bytes()
    except OSError as refused:
        raise Unreadable(path, refused.strerror or "cannot be opened") from refused
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable(path, "neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _recognise(path: Path, heading: list[str]) -> tuple[str, list[str]]:
    """Orders or technicians, by which of the two needs only columns that are there."""
    if not any(heading):
        raise Unreadable(path, "no header; the first line names the columns")
    known: dict[str, list[str | None]] = {}
    for about, columns in COLUMNS.items():
        names = {alias: ours for ours, aliases in columns.items() for alias in (ours, *aliases)}
        known[about] = [names.get(cell, names.get(cell.lower())) for cell in heading]
    about = max(
        known, key=lambda one: len(NEEDED[one].intersection(filter(None, known[one]))) / len(NEEDED[one])
    )
    ours = known[about]
    missing = sorted(NEEDED[about].difference(filter(None, ours)))
    if missing:
        raise Unreadable(path, f"the header lacks {', '.join(_both(about, name) for name in missing)}")
    for cell, name in zip(heading, ours, strict=True):
        if name is None:
            raise Unreadable(path, f"unknown column {cell!r}; known are {', '.join(COLUMNS[about])}")
        if ours.count(name) > 1:
            raise Unreadable(path, f"the column {cell!r} stands twice")
    return about, [name for name in ours if name is not None]


def _both(about: str, name: str) -> str:
    return f"{name} ({COLUMNS[about][name][0]})"


def _rows(reader: "_csv.Reader", ours: list[str]) -> Iterator[CsvRow]:
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: cell.strip() for name, cell in zip(ours, cells, strict=False)}
        yield CsvRow(
            reader.line_num,
            {name: values.get(name, "") for name in ours},
            extra=max(0, len(cells) - len(ours)),
            short=len(cells) < len(ours),
        )


def _language(heading: list[str]) -> str:
    """The reader's language, by the header: 繁體 when it has a heading that only 繁體 writes."""
    text = "".join(heading)
    if not any(_HAN[0] <= char <= _HAN[1] for char in text):
        return "en"
    return "zh-Hant" if set(text) & set("類單戶電話緯經約預網備註語間組號發") else "zh-Hans"
