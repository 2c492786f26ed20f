"""The story of one emergency, told from what the system recorded: when, who was told, what then."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def tell(
    console: Console,
    case: dict[str, Any],
    report: dict[str, Any],
    mail: dict[str, Any],
    receipt: dict[str, Any],
    speed: float,
) -> None:
    """Print the story: the report, the case's history, the mail that was answered, the public status."""
    out = Text()
    out.append(f"{report.get('channel')}, {report.get('reported_from') or 'no unit given'}:\n", style="bold")
    out.append(f"“{_cut(str(case['excerpt']), 220)}”\n\n", style="italic")
    for line in case["history"]:
        out.append(f"{_clock(line['at'])}  ", style="cyan")
        out.append(f"{line['vi']}\n")
        out.append(f"          {line['en']}\n", style="dim")
        if line["told"]:
            out.append(f"          → {', '.join(line['told'])}\n", style="green")
    out.append("\nThe mail that was answered:  ", style="bold")
    out.append(f"{mail['subject']}\n          to {', '.join(mail['to'])}\n")
    out.append("\nWhat the reporter sees under the receipt:\n", style="bold")
    for entry in receipt.get("timeline", []):
        out.append(f"{_clock(entry['at'])}  ", style="cyan")
        out.append(f"{entry.get('vi') or entry}\n")
    note = f"the clock ran {speed:g} times faster than yours" if speed != 1 else ""
    title = "One emergency · Một vụ khẩn cấp"
    console.print(Panel(out, title=title, subtitle=note, expand=False, width=min(console.width, 110)))


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(ZONE).strftime("%H:%M:%S")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
