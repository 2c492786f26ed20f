"""Logs tell where something failed, never what it failed on. In a process of its own: logging is global."""

import json
import subprocess
import sys

import pytest

SECRET = "cháu Hoa, 0957 613 882"
PROGRAM = """
import logging, sys
from shared import logging as logs

logs.configure("test", "info", sys.argv[2])

def fail(text):
    raise ValueError(f"cannot store {text}")

try:
    fail(sys.argv[3])
except ValueError:
    if sys.argv[1] == "ours":
        logs.get("here").exception("it_failed", case_id="c1")
    else:
        logging.getLogger("library").exception("it failed")
"""


def logged(whose: str, form: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, whose, form, SECRET], capture_output=True, text=True, check=True
    )
    return run.stderr


@pytest.mark.parametrize("whose", ["ours", "a library's"])
def test_an_exception_is_its_type_and_its_places(whose: str):
    line = json.loads(logged(whose, "json"))
    assert line["exception"] == "ValueError"
    assert line["frames"][-1].endswith(" fail")
    assert SECRET not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize("whose", ["ours", "a library's"])
def test_the_console_form_shows_no_content_either(whose: str):
    shown = logged(whose, "console")
    assert "ValueError" in shown
    assert SECRET not in shown


def test_ids_stand_beside_the_event():
    line = json.loads(logged("ours", "json"))
    assert (line["event"], line["case_id"], line["service"]) == ("it_failed", "c1", "test")
