"""The live view: one table that moves while the reports do."""

from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from deploy.demo.figures import Figures

BAR_WIDTH = 36


class View:
    """A live table on a terminal; on anything else one line whenever a figure has changed."""

    def __init__(self, console: Console, speed: float) -> None:
        self.console = console
        self.speed = speed
        self._live = Live(console=console, refresh_per_second=8) if console.is_terminal else None
        self._last = ""

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def show(self, figures: Figures, expected: int, doing: str) -> None:
        """Show the figures of now; ``expected`` is how many reports there will be."""
        if self._live:
            self._live.update(self._panel(figures, expected, doing))
            return
        line = (
            f"{doing}: received {figures.received}/{expected}, classified {figures.classified},"
            f" in cases {figures.in_cases} ({figures.cases} cases), escalated {figures.escalated},"
            f" notified {figures.notified}, pending {figures.pending}, lag {figures.lag},"
            f" failures {figures.failures}"
        )
        if line != self._last:
            self.console.print(line, highlight=False, soft_wrap=True)
            self._last = line

    def _panel(self, f: Figures, expected: int, doing: str) -> Panel:
        rows = Table.grid(padding=(0, 2))
        rows.add_column(justify="left", style="bold")
        rows.add_column(justify="right")
        rows.add_column()
        for name, value in (("received", f.received), ("classified", f.classified), ("in cases", f.in_cases)):
            rows.add_row(
                name, str(value), ProgressBar(total=max(expected, 1), completed=value, width=BAR_WIDTH)
            )
        rows.add_row("cases", str(f.cases), Text(f"{f.escalated} escalated, {f.acknowledged} acknowledged"))
        rows.add_row("notified", str(f.notified), Text(f"{f.pending} on their way"))
        rows.add_row("consumer lag", str(f.lag), Text("records that wait"))
        rows.add_row(
            "failures",
            Text(str(f.failures), style="bold red" if f.failures else "green"),
            Text(f"{f.dead_letters} dead letters, {f.undeliverable} undeliverable"),
        )
        parts: list[object] = [rows]
        if f.silent:
            parts.append(Text(f"no answer from {', '.join(f.silent)}", style="red"))
        note = f"the clock runs {self.speed:g} times faster" if self.speed != 1 else ""
        return Panel(
            Group(*parts),  # type: ignore[arg-type]
            title=f"haichieu: {doing}",
            subtitle=note,
            expand=False,
        )
