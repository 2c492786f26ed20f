"""What is wrong with a submission, said so that its sender can mend it, in Vietnamese and English."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong. ``code`` is stable; the hints never repeat what was sent."""

    field: str
    code: str
    vi: str
    en: str

    def as_error(self) -> dict[str, str]:
        """As an entry of a problem's ``errors``."""
        return {"field": self.field, "code": self.code, "hint": self.en, "hint_vi": self.vi}


class RefusedError(ValueError):
    """A submission that cannot be accepted as it is. ``faults`` holds at least one fault."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.en}" for fault in faults))
        self.faults = faults
