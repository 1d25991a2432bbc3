"""Search over all days, lists with saved filters, and lists as files: rights, masking, formula guard."""

import csv
import io
import zipfile

from dispatch.web.api_lists import FilterAnswer, ListAnswer, SearchAnswer
from dispatch.web.list_file import guarded
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits

API = "/api/v1"


def test_an_order_is_found_by_any_of_its_names_whatever_the_day_and_shown_masked(house: House) -> None:
    order = house.accept(external_ref="BOSS-77", line_id="OLT3/1/4:12")["order"]
    for words in (
        "陈怡",
        "1380000 2231",
        "2231",
        "望江路8号",
        "boss-77",
        "OLT3/1/4",
        order["number"].lower(),
    ):
        seen = house.client("chen").get(f"{API}/search", query_string={"q": words}).json
        fits(SearchAnswer(), seen)
        assert [one["id"] for one in seen["orders"]] == [order["id"]], words
        assert (seen["orders"][0]["name"], seen["orders"][0]["phone"]) == ("陈*", "138****2231")
    assert house.client("chen").get(f"{API}/search?q=%25").json["orders"] == []


def test_nobody_finds_or_lists_what_is_another_districts(house: House) -> None:
    house.accept()
    assert house.client("he").get(f"{API}/search?q=2231").json["orders"] == []
    assert len(house.client("sun").get(f"{API}/search?q=2231").json["orders"]) == 1
    for path in ("search?q=2231&", "lists?", "lists/export?format=csv&", "saved-filters?"):
        assert house.client("he").get(f"{API}/{path}district=north").status_code == 403, path


def test_a_list_narrows_sorts_and_counts(house: House) -> None:
    first = house.accept()["order"]["id"]
    second = house.assigned()
    lists = f"{API}/lists?district=north"

    def ids(more: str) -> list[str]:
        seen = house.client("chen").get(lists + more).json
        fits(ListAnswer(), seen)
        assert seen["total"] >= len(seen["rows"])
        return [row["id"] for row in seen["rows"]]

    assert ids("&unassigned=true") == [first]
    assert ids("&status=assigned,taken") == [second]
    assert ids("&technician=t-wang") == [second]
    assert set(ids("&risk=track")) == {first, second}
    assert ids("&risk=broken") == []
    # A number ends in letters drawn at random: which of the two sorts first is read, never assumed.
    numbers = {row["id"]: row["number"] for row in house.client("chen").get(lists).json["rows"]}
    rising = sorted([first, second], key=numbers.__getitem__)
    assert ids("&first=2026-11-20&last=2026-11-20&sort=number&descending=true") == rising[::-1]
    assert ids("&first=2026-11-25") == []
    assert ids("&sort=number&offset=1&limit=1") == [rising[1]]
    refused = house.client("chen").get(lists + "&status=nonsense")
    assert (refused.status_code, refused.json["code"]) == (422, "invalid-field")


def test_a_file_has_the_readers_titles_the_districts_times_and_no_formula(house: House) -> None:
    house.accept(address="=HYPERLINK(1) 8 号")
    asked = f"{API}/lists/export?district=north&language=en&columns=number,address,accepted,phone&format="
    rows = list(csv.reader(io.StringIO(house.client("chen").get(asked + "csv").data.decode("utf-8-sig"))))
    assert rows[0] == ["Order", "Address", "Received", "Phone"]
    assert rows[1][1:] == ["'=HYPERLINK(1) 8 号", "2026-11-20 09:00", "138****2231"]
    book = zipfile.ZipFile(io.BytesIO(house.client("chen").get(asked + "xlsx").data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(1) 8 号" in sheet
    assert "<f>" not in sheet
    assert [guarded(text) for text in ("@a", "+1", "-1", "\tx", "a=1")] == [
        "'@a",
        "'+1",
        "'-1",
        "'\tx",
        "a=1",
    ]


def test_a_filter_is_kept_for_oneself_or_shared_and_only_its_owner_changes_it(house: House) -> None:
    own, shared = new_id(), new_id()
    for filter_id, name, is_shared in ((own, "mine", False), (shared, "ours", True), (own, "mine", False)):
        body = {
            "id": filter_id,
            "district": "north",
            "name": name,
            "shared": is_shared,
            "query": {"status": ["accepted"]},
        }
        kept = house.client("chen").post(f"{API}/saved-filters", json=body)
        assert kept.status_code == 200
        fits(FilterAnswer(), kept.json)
    path = f"{API}/saved-filters?district=north"
    assert [one["name"] for one in house.client("chen").get(path).json] == ["mine", "ours"]
    assert [(one["name"], one["mine"]) for one in house.client("zhou").get(path).json] == [("ours", False)]
    assert house.client("zhou").delete(f"{API}/saved-filters/{shared}").status_code == 403
    assert house.client("chen").delete(f"{API}/saved-filters/{shared}").status_code == 204
    assert house.client("zhou").get(path).json == []
