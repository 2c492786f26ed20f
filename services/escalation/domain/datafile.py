"""Reading data files people edit: YAML whose every error names file, line and remedy.

YAML nodes are read directly, so that each value knows its line and ``01`` stays the text ``01``. Unknown
fields, doubled keys and wrong types are errors.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

E = TypeVar("E", bound=StrEnum)

WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class DataError(ValueError):
    """A data file is wrong. The text is ``<file>:<line>: <problem>. <remedy>``; ``line`` counts from 1."""

    def __init__(self, source: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{source}:{line}: {problem}. {remedy}")
        self.source = source
        self.line = line
        self.problem = problem
        self.remedy = remedy


class Value:
    """A value of a data file with its place: ``where`` is the dotted path that errors show."""

    __slots__ = ("node", "source", "where")

    def __init__(self, node: yaml.Node, source: str, where: str) -> None:
        self.node = node
        self.source = source
        self.where = where

    def fail(self, problem: str, remedy: str) -> NoReturn:
        """Raise DataError at this value's line."""
        raise DataError(self.source, self.node.start_mark.line + 1, f"{self.where}: {problem}", remedy)

    def pairs(self) -> Iterator[tuple[str, "Value"]]:
        """The entries of a mapping in order. Raises DataError if it is none or has a key twice."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("expected fields", "Write 'name: value' lines here")
        seen: set[str] = set()
        for key, node in self.node.value:
            name = Value(key, self.source, self.where).text()
            value = Value(node, self.source, f"{self.where}.{name}" if self.where else name)
            if name in seen:
                Value(key, self.source, value.where).fail("stands twice", "Keep one of the two")
            seen.add(name)
            yield name, value

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, "Value"]:
        """The entries of a mapping with known names. Raises DataError for missing and unknown ones."""
        known = (*required, *optional)
        found = dict(self.pairs())
        for name, value in found.items():
            if name not in known:
                value.fail("unknown field", f"Remove it or use one of: {', '.join(known)}")
        for name in required:
            if name not in found:
                self.fail(f"'{name}' is missing", f"Add '{name}: …' here")
        return found

    def items(self) -> list["Value"]:
        """The elements of a list. Raises DataError if it is none."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("expected a list", "Write '[a, b]' or lines that begin with '- '")
        return [
            Value(node, self.source, f"{self.where}[{index}]") for index, node in enumerate(self.node.value)
        ]

    def text(self) -> str:
        """A scalar as it is written, without surrounding blanks. Raises DataError if empty or no scalar."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.fail("expected a text", "Write a value after the colon")
        return str(self.node.value).strip()

    def whole(self, low: int, high: int) -> int:
        """A whole number within ``low..high``, both included."""
        text = self.text()
        if not WHOLE.fullmatch(text) or not low <= int(text) <= high:
            self.fail(f"'{text}' is no whole number from {low} to {high}", "Write digits only")
        return int(text)

    def decimal(self, low: float, high: float) -> float:
        """A number within ``low..high``, both included."""
        text = self.text()
        if not DECIMAL.fullmatch(text) or not low <= float(text) <= high:
            self.fail(f"'{text}' is no number from {low:g} to {high:g}", "Use a point for decimals")
        return float(text)

    def choice(self, enum: type[E]) -> E:
        """One of the values of an enum."""
        text = self.text()
        try:
            return enum(text)
        except ValueError:
            self.fail(f"unknown value '{text}'", f"Use one of: {', '.join(enum)}")


def read(text: str, source: str) -> Value:
    """The root of a YAML document. ``source`` names the file in errors. Raises DataError."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(
            source, line, f"not valid YAML: {error.problem}", "Check indentation and quotes"
        ) from error
    except yaml.YAMLError as error:
        raise DataError(source, 1, f"not valid YAML: {error}", "Save the file as plain UTF-8") from error
    if node is None:
        raise DataError(source, 1, "the file is empty", "Start from deploy/policies/hanoi")
    return Value(node, source, "")


def read_path(path: Path) -> str:
    """The text of a data file. Raises DataError if it isn't UTF-8 and OSError if it can't be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), 1, "the file is not UTF-8", "Save it as UTF-8") from error
