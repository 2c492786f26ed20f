"""The AsyncAPI 3.0 document of the bus, made from the contracts; it cannot differ from what runs."""

from typing import Any

import msgspec

from shared.contracts import topics as t
from shared.contracts.events import Event

VERSION = "1.0.0"

CONSUMERS: dict[str, tuple[str, ...]] = {
    "intake": ("reports.received", "reports.sealed", "cases.events", "notifications.delivered"),
    "classifier": ("reports.received", "classifications.commands"),
    "escalation": ("reports.classified", "reports.classified.urgent", "cases.commands"),
    "notifier": ("notifications.requested",),
}
PRODUCERS: dict[str, tuple[str, ...]] = {
    "intake": ("reports.received", "reports.sealed"),
    "classifier": ("reports.classified", "reports.classified.urgent", "classifications.commands"),
    "escalation": ("cases.events", "notifications.requested"),
    "notifier": ("notifications.delivered", "cases.commands"),
}


def document() -> dict[str, Any]:
    """The whole document as plain data, in a stable order."""
    events = sorted({event for topic in t.TOPICS for event in topic.events}, key=lambda e: e.TYPE)
    _, schemas = msgspec.json.schema_components(events, ref_template="#/components/schemas/{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "haichieu bus",
            "version": VERSION,
            "description": "CloudEvents 1.0 in Kafka binary mode: attributes in ce_* headers, JSON body.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in t.TOPICS},
        "operations": _operations(),
        "components": {
            "messages": {event.__name__: _message(event) for event in events},
            "messageTraits": {"cloudEvent": {"headers": _headers()}},
            "schemas": dict(sorted(schemas.items())),
        },
    }


def _channel(topic: t.BusTopic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "summary": topic.summary,
        "description": f"Key: {topic.key}. Dead letters: {topic.dlq}.",
        "messages": {
            event.__name__: {"$ref": f"#/components/messages/{event.__name__}"} for event in topic.events
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {"retention.ms": topic.retention_s * 1000},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.TYPE,
        "title": event.__name__,
        "summary": (event.__doc__ or "").split("\n", 1)[0],
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
    }


def _headers() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time"],
        "properties": {
            "ce_specversion": {"const": "1.0"},
            "ce_id": {"type": "string", "description": "derives from the cause; equal for a repeat"},
            "ce_type": {"type": "string", "description": "haichieu.<entity>.<event>.v<schema version>"},
            "ce_source": text,
            "ce_time": {"type": "string", "format": "date-time"},
            "traceparent": {"type": "string", "description": "W3C Trace Context"},
        },
    }


def _operations() -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for action, sides in (("send", PRODUCERS), ("receive", CONSUMERS)):
        for service, names in sides.items():
            for name in names:
                operations[f"{service}.{action}.{name}"] = {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{name}"},
                    "tags": [{"name": service}],
                }
    return operations
