"""Names of attachments: random ones and those of files are fine, those of people aren't."""

import pytest

from services.intake.domain.submission import _is_personal


@pytest.mark.parametrize(
    "ref", ["u1l_v", "X_4_dE4NH0lHl", "img/7f3a.jpg", "photo_2.jpg", "p1204.jpg", "0A9l/mG_Ap7"]
)
def test_random_names_and_names_of_files_are_fine(ref: str) -> None:
    assert not _is_personal(ref)


@pytest.mark.parametrize("ref", ["0950883174.jpg", "lan@example.vn", "facebook.com/lan.anh99", "@lan_anh99"])
def test_names_that_lead_to_a_person_are_not(ref: str) -> None:
    assert _is_personal(ref)
