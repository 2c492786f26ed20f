"""The importer through the real batch interface: good rows arrive once, bad ones are listed."""

import asyncio
import io
from pathlib import Path

from services.intake import importer
from shared.contracts.taxonomy import Channel
from tests.service.intake.harness import TOKENS, Intake

SAMPLES = Path(__file__).parents[3] / "deploy" / "sample"


async def run(path: Path, intake: Intake, token: str = TOKENS[Channel.EXCEL]) -> tuple[int, str]:
    out = io.StringIO()
    base_url = str(intake.client.base_url)
    code = await asyncio.to_thread(importer.run, path, base_url, token, out)
    return code, out.getvalue()


async def test_a_whole_file_is_sent_and_twice_is_once(intake: Intake):
    first = await run(SAMPLES / "ward_office_reports.xlsx", intake)
    again = await run(SAMPLES / "ward_office_reports.xlsx", intake)
    assert first == again, "the same receipts"
    code, report = first
    assert code == 0
    assert "22 dòng đã gửi, 0 dòng có lỗi" in report
    assert report.count("mã biên nhận") == 22
    async with asyncio.timeout(20):
        while len(await intake.documents("reports", channel="excel")) < 22:
            await asyncio.sleep(0.05)
    stored = await intake.documents("reports", channel="excel")
    assert len(stored) == 22
    assert all(document["reported_from"] for document in stored)
    assert all(document["occurred_at"] for document in stored)


async def test_good_rows_of_a_broken_file_are_sent(intake: Intake):
    code, report = await run(SAMPLES / "ward_office_broken.csv", intake)
    assert code == 1
    assert "6 dòng đã gửi, 6 dòng có lỗi" in report
    assert report.count("mã biên nhận") == 6
    assert report.count("✗ dòng") == 6


async def test_a_wrong_token_and_a_wrong_address_are_said(intake: Intake, monkeypatch):
    code, report = await run(SAMPLES / "ward_office_reports.xlsx", intake, token="wrong")
    assert code == 2
    assert "token" in report
    from services.intake.importer import sending

    monkeypatch.setattr(sending, "FIRST_PAUSE_S", 0.01)
    out = io.StringIO()
    code = await asyncio.to_thread(
        importer.run, SAMPLES / "ward_office_reports.xlsx", "http://127.0.0.1:9", "x", out
    )
    assert code == 2
    assert "Không kết nối được" in out.getvalue()


async def test_more_rows_than_a_chunk(intake: Intake, tmp_path: Path):
    path = tmp_path / "many.csv"
    lines = [f"Đèn số {i} hỏng;13/11/2026;M{i}" for i in range(1_205)]
    path.write_text("\n".join(["Nội dung;Ngày nhận;Mã", *lines]), encoding="utf-8")
    code, report = await run(path, intake)
    assert code == 0
    assert "1205 dòng đã gửi" in report
