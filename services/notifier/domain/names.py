"""The name of a desk as people write it."""

from shared.contracts.events import Recipient
from shared.contracts.taxonomy import ROLE_NAMES

KINDS = ("Phường", "Xã", "Đặc khu", "Thị trấn", "Thành phố", "Tỉnh", "Quận", "Huyện", "Chi hội", "Tổ")


def desk_name(recipient: Recipient) -> str:
    """``Công an phường Ba Đình``, or in English ``Police, Phường Ba Đình``."""
    vietnamese, english = ROLE_NAMES[recipient.role]
    if recipient.language == "en":
        return f"{english}, {recipient.unit_name}"
    return f"{vietnamese} {within(recipient.unit_name)}"


def within(unit_name: str) -> str:
    """A unit's name within a Vietnamese sentence: ``phường Ba Đình``."""
    if unit_name.startswith(KINDS):
        return unit_name[0].lower() + unit_name[1:]
    return unit_name
