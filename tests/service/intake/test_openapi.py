"""Schemathesis on the OpenAPI document, against the running service: no crash, nothing undocumented."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.service.intake.harness import Intake, bearer, running

HERE = Path(__file__).parent
SECONDS = int(os.environ.get("HAICHIEU_SCHEMATHESIS_SECONDS", "45"))
SEED = os.environ.get("HAICHIEU_SCHEMATHESIS_SEED", "2026")


@pytest.fixture(scope="module")
async def document(intake: Intake) -> dict:
    return (await intake.client.get("/schema/openapi.json")).json()


async def test_every_answer_is_documented(document: dict):
    operations = {
        (path, method): set(operation["responses"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert operations == {
        ("/v1/reports", "post"): {"202", "400", "401", "413", "415", "503"},
        ("/v1/reports:batch", "post"): {"202", "400", "401", "413", "415", "503"},
        ("/v1/receipts/{code}", "get"): {"200", "400", "404", "429", "503"},
    }
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                expected = "application/problem+json" if int(status) >= 400 else None
                assert expected is None or expected in response["content"], (path, status)
    assert document["components"]["securitySchemes"]["BearerToken"]["scheme"] == "bearer"


async def test_the_generated_document_is_the_served_one(document: dict):
    from services.intake.openapi import document as generated

    assert generated()["paths"] == document["paths"]
    assert generated() == generated()


@pytest.mark.slow
async def test_schemathesis_finds_nothing(common, tmp_path: Path):
    async with running(common, consume=False, status_burst=1_000_000) as intake:
        receipt = (await intake.send("Một phản ánh có thật")).json()["receipt"]
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("schemathesis"),
            "--config-file",
            HERE / "schemathesis.toml",
            "run",
            f"{intake.client.base_url}/schema/openapi.json",
            *("--header", f"Authorization: {bearer()['Authorization']}"),
            *("--max-time", str(SECONDS), "--seed", SEED, "--continue-on-failure"),
            cwd=tmp_path,
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "tests.service.intake.schemathesis_hooks",
                "PYTHONPATH": str(HERE.parents[2]),
                "RECEIPT": receipt,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-6000:]
    assert b"No issues found" in output
