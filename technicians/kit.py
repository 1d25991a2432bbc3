"""The seven items (七个一) that a technician carries to every visit, checked at the start of the shift."""

from collections.abc import Iterable
from enum import StrEnum


class Item(StrEnum):
    """In the order of the checklist."""

    BADGE = "badge"  # 工牌
    TOOL_BAG = "tool_bag"  # 工具包
    SHOE_COVERS = "shoe_covers"  # 鞋套
    CLOTH = "cloth"  # 抹布
    DUST_SHEET = "dust_sheet"  # 垫布
    WATER_BOTTLE = "water_bottle"  # 水壶
    PLEDGE_CARD = "pledge_card"  # 承诺卡


def missing(checked: Iterable[str]) -> tuple[Item, ...]:
    """What is still to be packed, in the order of the list; an unknown item is refused."""
    have = {Item(item) for item in checked}
    return tuple(item for item in Item if item not in have)
