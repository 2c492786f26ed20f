"""Creates the topics with their partitions and retention, and checks that they are as the contract says."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.contracts.topics import DLQ_PARTITIONS, DLQ_RETENTION_S, TOPICS

MAX_MESSAGE_BYTES = 4 * 1024 * 1024


def wanted() -> dict[str, tuple[int, int]]:
    """Topic name → (partitions, retention in seconds), dead-letter topics included."""
    topics = {t.name: (t.partitions, t.retention_s) for t in TOPICS}
    return topics | {t.dlq: (DLQ_PARTITIONS, DLQ_RETENTION_S) for t in TOPICS}


async def create(bootstrap: str, replication: int = 1) -> list[str]:
    """Create what is missing; returns the names created. Raises KafkaError when no broker answers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics())
        missing = [name for name in wanted() if name not in present]
        if missing:
            response = await admin.create_topics([_new(name, replication) for name in missing])
            _raise_errors(response)
        return missing
    finally:
        await admin.close()


async def problems(bootstrap: str) -> list[str]:
    """What differs from the contract, each as a sentence with its remedy. Empty when all is well."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        described = await admin.describe_topics()
    finally:
        await admin.close()
    found = {t["topic"]: len(t["partitions"]) for t in described}
    out: list[str] = []
    for name, (partitions, _) in wanted().items():
        if name not in found:
            out.append(f"topic {name} is missing; run `haichieu topics --create`")
        elif found[name] != partitions:
            out.append(
                f"topic {name} has {found[name]} partitions and must have {partitions};"
                " delete and create it again, keys would go astray"
            )
    return out


def _new(name: str, replication: int) -> NewTopic:
    partitions, retention_s = wanted()[name]
    return NewTopic(
        name,
        num_partitions=partitions,
        replication_factor=replication,
        topic_configs={
            "retention.ms": str(retention_s * 1000),
            "min.insync.replicas": str(max(1, replication - 1)),
            "max.message.bytes": str(MAX_MESSAGE_BYTES),
        },
    )


def _raise_errors(response: object) -> None:
    already_exists = 36
    for name, code, *rest in getattr(response, "topic_errors", []):
        if code not in (0, already_exists):
            raise RuntimeError(f"topic {name} was not created: error {code} {rest}")
