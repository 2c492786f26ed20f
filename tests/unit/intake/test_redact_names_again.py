"""Later mentions of names are found whatever order the names come in."""

import subprocess
import sys

import pytest

TEXT = "Chị Hoa Lan với chị Hoa cùng xóm. Sáng nay Hoa Lan ra chợ, rồi Hoa về, tối Hoa Lan lại đi."


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_two_names_that_begin_alike_are_told_apart_under_any_hash_seed(seed: str) -> None:
    code = f"from services.intake.domain.redact import redact; print(redact({TEXT!r}).text)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
    )
    assert done.stdout.count("[PERSON]") == 5
    assert "Hoa" not in done.stdout
