"""The words that every service shares: concern topics, urgency, channels, desks.

The definitions are those of the label guide; the Vietnamese and English names are shown to people.
"""

from enum import IntEnum, StrEnum


class Topic(StrEnum):
    """What a report is about. A report has one to three, the main one first; ``other`` stands alone."""

    FAMILY_VIOLENCE = "family_violence"
    CHILD_PROTECTION = "child_protection"
    PUBLIC_SAFETY = "public_safety"
    FIRE_DISASTER = "fire_disaster"
    ENVIRONMENT = "environment"
    LAND_HOUSING = "land_housing"
    URBAN_ORDER = "urban_order"
    INFRASTRUCTURE = "infrastructure"
    TRAFFIC = "traffic"
    HEALTH = "health"
    FOOD_SAFETY = "food_safety"
    EDUCATION = "education"
    SOCIAL_WELFARE = "social_welfare"
    LIVELIHOOD = "livelihood"
    ADMINISTRATION = "administration"
    COMMUNITY_LIFE = "community_life"
    OTHER = "other"


class Urgency(IntEnum):
    """How pressing a report is. Facts set the level, never the tone."""

    LOW = 0
    """Information, praise, suggestion, question, spam."""
    NORMAL = 1
    """A real problem for the ordinary procedure."""
    HIGH = 2
    """Serious harm likely within days, or many people affected."""
    EMERGENCY = 3
    """Life or bodily safety is in danger now or within hours."""


class Channel(StrEnum):
    """Where a report came in."""

    WEB = "web"
    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"
    HOTLINE = "hotline"
    FACEBOOK = "facebook"
    TELEGRAM = "telegram"
    EXCEL = "excel"
    API = "api"


class DeskRole(StrEnum):
    """The kind of office a desk belongs to: the union itself or a counterpart at the same level."""

    UNION = "union"
    PARTY_COMMITTEE = "party_committee"
    PEOPLES_COMMITTEE = "peoples_committee"
    POLICE = "police"
    HEALTH_STATION = "health_station"


SENSITIVE_TOPICS = frozenset({Topic.FAMILY_VIOLENCE, Topic.CHILD_PROTECTION})
"""Topics whose details are never shown where a third person could read along (public status, shared phone)."""

TOPIC_NAMES: dict[Topic, tuple[str, str]] = {
    Topic.FAMILY_VIOLENCE: ("Bạo lực gia đình", "Family violence"),
    Topic.CHILD_PROTECTION: ("Bảo vệ trẻ em", "Child protection"),
    Topic.PUBLIC_SAFETY: ("An ninh trật tự", "Public safety"),
    Topic.FIRE_DISASTER: ("Cháy nổ, thiên tai", "Fire and disaster"),
    Topic.ENVIRONMENT: ("Môi trường", "Environment"),
    Topic.LAND_HOUSING: ("Đất đai, nhà ở", "Land and housing"),
    Topic.URBAN_ORDER: ("Trật tự đô thị", "Urban order"),
    Topic.INFRASTRUCTURE: ("Hạ tầng", "Infrastructure"),
    Topic.TRAFFIC: ("Giao thông", "Traffic"),
    Topic.HEALTH: ("Y tế", "Health"),
    Topic.FOOD_SAFETY: ("An toàn thực phẩm", "Food safety"),
    Topic.EDUCATION: ("Giáo dục", "Education"),
    Topic.SOCIAL_WELFARE: ("An sinh xã hội", "Social welfare"),
    Topic.LIVELIHOOD: ("Việc làm, đời sống", "Livelihood"),
    Topic.ADMINISTRATION: ("Thủ tục hành chính", "Administration"),
    Topic.COMMUNITY_LIFE: ("Đời sống cộng đồng", "Community life"),
    Topic.OTHER: ("Khác", "Other"),
}
"""Topic → (Vietnamese, English) name."""

URGENCY_NAMES: dict[Urgency, tuple[str, str]] = {
    Urgency.LOW: ("Thông tin, góp ý", "Information"),
    Urgency.NORMAL: ("Bình thường", "Normal"),
    Urgency.HIGH: ("Khẩn", "High"),
    Urgency.EMERGENCY: ("Khẩn cấp", "Emergency"),
}
"""Urgency → (Vietnamese, English) name."""

ROLE_NAMES: dict[DeskRole, tuple[str, str]] = {
    DeskRole.UNION: ("Hội Liên hiệp Phụ nữ", "Women's union"),
    DeskRole.PARTY_COMMITTEE: ("Đảng ủy", "Party committee"),
    DeskRole.PEOPLES_COMMITTEE: ("Ủy ban nhân dân", "People's committee"),
    DeskRole.POLICE: ("Công an", "Police"),
    DeskRole.HEALTH_STATION: ("Trạm y tế", "Health station"),
}
"""Desk role → (Vietnamese, English) name."""
