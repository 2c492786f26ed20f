"""A load generator on raw sockets: so many connections, each sends its next request when the last is answered.

``python -m tests.bench.http_frameworks.load PORT CONNECTIONS SECONDS`` prints requests, seconds and latencies as
JSON. Checks the status of every answer.
"""

import asyncio
import json
import sys
import time

import uvloop

BODY = json.dumps(
    {
        "text": "Nhà em ở gần hồ, con trai 8 tuổi vừa khỏi sốt xuất huyết 2 hôm thì đến chồng, giờ em cũng sốt. "
        "Cạnh nhà có khu đất trống đọng nước, muỗi như trấu. Nhờ phường phun thuốc giúp ạ.",
        "reported_from": "phường Hoàng Mai",
    },
    ensure_ascii=False,
).encode()
HEAD = (
    "POST /v1/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n"
)
REQUEST = HEAD.encode() + BODY


class Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, latencies: list[float]) -> None:
        self.latencies = latencies
        self.buffer = b""
        self.started = 0.0

    def connection_made(self, transport):
        self.transport = transport
        self._ask()

    def _ask(self):
        self.started = time.perf_counter()
        self.transport.write(REQUEST)

    def data_received(self, data):
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if len(rest) < length:
            return
        if not head.startswith(b"HTTP/1.1 202"):
            raise RuntimeError(head.decode())
        self.buffer = b""
        self.latencies.append(time.perf_counter() - self.started)
        self._ask()


async def main(port: int, connections: int, seconds: float) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    clients = [
        await loop.create_connection(lambda: Client(latencies), "127.0.0.1", port) for _ in range(connections)
    ]
    await asyncio.sleep(0.3)
    latencies.clear()
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    elapsed = time.perf_counter() - started
    done = sorted(latencies)
    for transport, _ in clients:
        transport.abort()
    return {
        "requests_per_s": len(done) / elapsed,
        "p50_ms": 1000 * done[len(done) // 2],
        "p99_ms": 1000 * done[len(done) * 99 // 100],
    }


if __name__ == "__main__":
    port, connections, seconds = sys.argv[1:]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(main(int(port), int(connections), float(seconds)))))
