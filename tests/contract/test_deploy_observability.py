"""Alerts and dashboard against the code: metrics that exist and are written, a runbook for every alert."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from shared.telemetry import Metrics

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy/observability"
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]
SCRAPES = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))["panels"]
EXPRESSIONS = {f"alert {rule['alert']}": rule["expr"] for rule in ALERTS} | {
    f"panel {panel['title']} {target['refId']}": target["expr"]
    for panel in PANELS
    for target in panel["targets"]
}
METRIC = re.compile(r"\bhaichieu_\w+")
MATCHER = re.compile(r"(haichieu_\w+)\{([^}]*)\}")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
OURS = {"intake", "classifier", "classifier-fast", "escalation", "notifier"}


def wrappers() -> dict[str, MetricWrapperBase]:
    """The attribute of ``Metrics`` → its metric."""
    return {name: m for name, m in vars(Metrics()).items() if isinstance(m, MetricWrapperBase)}


def exposed() -> dict[str, str]:
    """Every name that a scrape can find → the attribute of ``Metrics`` that makes it."""
    return {
        f"{family.name}{suffix}": attribute
        for attribute, metric in wrappers().items()
        for family in metric.describe()
        for suffix in {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(
            family.type, ("",)
        )
    }


def labels_of(expression: str) -> set[str]:
    names = {attribute for metric, attribute in exposed().items() if metric in METRIC.findall(expression)}
    return {label for name in names for label in wrappers()[name]._labelnames} | {"le", "job", "instance"}


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_every_metric_exists(where: str):
    used = set(METRIC.findall(EXPRESSIONS[where]))
    assert used <= set(exposed())
    assert used or "up{" in EXPRESSIONS[where]


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_every_label_exists(where: str):
    expression = EXPRESSIONS[where]
    known = labels_of(expression)
    for _, matchers in MATCHER.findall(expression):
        assert {m.strip().split("=")[0].rstrip("!") for m in matchers.split(",")} <= known
    for names in GROUPED.findall(expression):
        assert {name.strip() for name in names.split(",")} <= known


@pytest.mark.parametrize("where", [w for w in EXPRESSIONS if w.startswith("alert ")])
def test_every_alert_looks_at_something_that_is_written(where: str):
    """An alert on a metric that nobody sets stays silent for ever."""
    code = "\n".join(
        path.read_text("utf-8") for folder in ("services", "shared") for path in (ROOT / folder).rglob("*.py")
    )
    for metric in METRIC.findall(EXPRESSIONS[where]):
        attribute = exposed()[metric]
        writes = rf"metrics\.{attribute}(\.labels\([^)]*\))?\.(set|inc|dec|observe)\("
        assert re.search(writes, code), f"nothing writes Metrics.{attribute} ({metric})"


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_every_alert_says_how_urgent_it_is_and_what_to_do(rule: dict[str, Any]):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
    guide = (ROOT / "docs/operations.md").read_text("utf-8")
    assert f"\n### {rule['alert']}\n" in guide


def test_the_alerts_are_all_tried_by_promtool():
    tried = yaml.safe_load((FOLDER / "alerts.test.yaml").read_text("utf-8"))["tests"]
    fired = {t["alertname"] for test in tried for t in test["alert_rule_test"] if t.get("exp_alerts")}
    silent = {t["alertname"] for test in tried for t in test["alert_rule_test"] if not t.get("exp_alerts")}
    assert fired == silent == {rule["alert"] for rule in ALERTS}


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape["job_name"])
def test_every_service_is_scraped_at_its_port(scrape: dict[str, Any]):
    (found,) = scrape["dns_sd_configs"]
    assert found["names"] == [scrape["job_name"]]
    prefix = scrape["job_name"].removesuffix("-fast").upper()
    assert str(found["port"]) == COMPOSE[scrape["job_name"]]["environment"][f"{prefix}_PORT"]


def test_no_service_is_forgotten():
    assert {scrape["job_name"] for scrape in SCRAPES} == OURS
    down = next(rule["expr"] for rule in ALERTS if rule["alert"] == "ServiceDown")
    assert set(re.findall(r'absent\(up\{job="([\w-]+)"\}\)', down)) == OURS


def test_panels_dont_overlap():
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
