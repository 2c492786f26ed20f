"""The corpus: reports written and labelled for this project, one a line, in ``corpus/train`` and ``corpus/gold``.

A line is ``urgency | topics | places | tags | text``; ``#`` begins a comment line. Topics: one to three codes,
the main one first. Places: codes of today's units that the text names, ``*`` after them where an old or shared
name leaves several, ``-`` for none, ``?`` for not looked up. Personal data stands in the text as
``{PERSON:Hoa}``. ``corpus/README.md`` tells who wrote it, how and for what.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shared.contracts.taxonomy import Topic, Urgency
from shared.units import units

CORPUS = Path(__file__).parent.parent / "corpus"
TRAIN, GOLD = CORPUS / "train", CORPUS / "gold"
ORIGIN = (
    "Authored for this project and labelled by its authors; no report of a real person is among them. Figures on "
    "them measure how the model behaves and not how well the field is served."
)
TAGS = frozenset({"calm", "false", "teen", "bare", "old", "new"})
KINDS = frozenset(
    {"PHONE", "EMAIL", "NATIONAL_ID", "BANK_ACCOUNT", "PLATE", "PERSON", "ADDRESS", "SOCIAL", "DOB"}
)
_COLUMNS = 5
_MOST_TOPICS = 3
_MARK = re.compile(r"\{([A-Z_]+):([^{}]+)\}")


class CorpusError(ValueError):
    """A line that can't be read; the message names file, line and remedy."""


class Span(NamedTuple):
    """Personal data in a text: offsets in code points, end exclusive; what ``shared.spans`` compares."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled report. ``places`` is None where nobody looked the units up."""

    id: str
    text: str
    topics: tuple[Topic, ...]
    urgency: Urgency
    places: tuple[str, ...] | None = None
    ambiguous: bool = False
    tags: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()

    @property
    def is_clause(self) -> bool:
        """Whether it is a matter in a few words and no report as people send it."""
        return self.id.startswith("clauses")

    @property
    def author(self) -> str:
        """Name of the file it stands in; a file has one author."""
        return self.id.partition(":")[0]


def load(folder: Path) -> list[Example]:
    """All examples of a folder's ``*.txt``, in order. CorpusError if a line is broken or no file is there."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise CorpusError(f"{folder} holds no *.txt; it should hold a corpus (see corpus/README.md)")
    return [example for file in files for example in read(file)]


def read(file: Path) -> Iterator[Example]:
    """The examples of one file. CorpusError at the first broken line."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield parse(line, f"{file.stem}:{number}")
        except ValueError as error:
            raise CorpusError(f"{file.name}, line {number}: {error}") from error


def parse(line: str, name: str) -> Example:
    """One line. ValueError says what is wrong with it."""
    columns = [column.strip() for column in line.split("|", _COLUMNS - 1)]
    if len(columns) < _COLUMNS:
        raise ValueError("has fewer than five columns: urgency | topics | places | tags | text")
    urgency, topics, places, tags, marked = columns
    text, spans = unmark(marked.replace("\\n", "\n"))
    return Example(
        id=name,
        text=text,
        topics=_topics(topics),
        urgency=Urgency(int(urgency)),
        places=_places(places),
        ambiguous=places.endswith("*"),
        tags=_tags(tags),
        spans=spans,
    )


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """``"chị {PERSON:Hoa}"`` → ``"chị Hoa"`` and where the personal data stands."""
    spans: list[Span] = []
    text = ""
    position = 0
    for match in _MARK.finditer(marked):
        if match[1] not in KINDS:
            raise ValueError(f"{match[1]} is no kind of personal data; kinds: {', '.join(sorted(KINDS))}")
        text += marked[position : match.start()]
        spans.append(Span(match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        position = match.end()
    return text + marked[position:], tuple(spans)


def fingerprint(folder: Path) -> str:
    """SHA-256 over names and contents of a folder's ``*.txt``, in order of name."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.txt")):
        digest.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _topics(column: str) -> tuple[Topic, ...]:
    topics = tuple(Topic(code) for code in column.split(","))
    if len(set(topics)) < len(topics) or len(topics) > _MOST_TOPICS:
        raise ValueError(f"topics should be one to three different ones, not {column}")
    if Topic.OTHER in topics and len(topics) > 1:
        raise ValueError("other stands alone")
    return topics


def _places(column: str) -> tuple[str, ...] | None:
    if column in {"-", "?"}:
        return () if column == "-" else None
    codes = tuple(column.rstrip("*").split(","))
    if unknown := [code for code in codes if code not in units()]:
        raise ValueError(f"no unit today has the code {unknown[0]}")
    return codes


def _tags(column: str) -> frozenset[str]:
    tags = frozenset(column.split(",")) - {"-"}
    if unknown := tags - TAGS:
        raise ValueError(f"unknown tag {min(unknown)}; tags: {', '.join(sorted(TAGS))}")
    return tags
