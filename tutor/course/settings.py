"""Reads `key: value` lines, the one notation in which a lesson states facts.

Values stay text here; whoever knows what a setting means types it and says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tutor.course.problems import Report, Where, brief

ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_KEY = re.compile(r"[^\W\d][\w-]*")
_COLON = re.compile(r":(?=\s|$)")
_COMMENT = re.compile(r"\s#")

_FEW = 12
_LONGEST_KEY = 40
"""So many keys are listed in a message, and so many letters are put forward as one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One `key: value` line; `value_column` is where the value starts."""

    key: str
    value: str
    line: int
    column: int
    value_column: int

    def at(self, offset: int = 0) -> Where:
        """The place of the character `offset` of the value."""
        return Where(self.line, self.value_column + offset)

    @property
    def key_at(self) -> Where:
        return Where(self.line, self.column)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one block. `given` also holds keys whose line was broken or misspelled."""

    items: Mapping[str, Setting]
    repeated: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    def get(self, key: str) -> Setting | None:
        return self.items.get(key)

    def text(self, key: str, default: str = "") -> str:
        setting = self.items.get(key)
        return setting.value if setting else default


def read_setting(line: str, number: int) -> Setting | None:
    """The setting on this line, or None when the line is none."""
    colon = _COLON.search(line)
    if colon is None:
        return None
    before = line[: colon.start()]
    key = before.strip()
    if not _KEY.fullmatch(key):
        return None
    comment = _COMMENT.search(line, colon.end())
    raw = line[colon.end() : comment.start() if comment else len(line)]
    value_column = colon.end() + len(raw) - len(raw.lstrip()) + 1
    column = len(before) - len(before.lstrip()) + 1
    return Setting(key, raw.strip(), number, column, value_column)


def is_remark(line: str) -> bool:
    """Whether a line among settings is blank or only a comment."""
    text = line.lstrip()
    return not text or text.startswith("#")


def read_settings(lines: Sequence[str], start: int, stop: int, report: Report) -> list[Setting]:
    """The settings on `lines[start:stop]`; anything else that stands there is reported."""
    settings = []
    for index in range(start, stop):
        line = lines[index]
        if is_remark(line):
            continue
        setting = read_setting(line, index + 1)
        if setting is None:
            where = Where(index + 1, len(line) - len(line.lstrip()) + 1)
            words, colon, _ = line.strip().partition(": ")
            joined = "_".join(words.split())
            if colon and len(joined) <= _LONGEST_KEY and _KEY.fullmatch(joined):
                message = f"a name is one word; write '{joined}: …'"
            else:
                message = f"expected 'key: value', found {brief(line.strip())}"
            report.add("unexpected", message, where)
        else:
            settings.append(setting)
    return settings


def collect(
    settings: Iterable[Setting],
    known: Sequence[str],
    owner: str,
    report: Report,
    repeatable: Sequence[str] = (),
) -> Settings:
    """Sort settings by key; report those that are unknown, given twice or left empty."""
    items: dict[str, Setting] = {}
    several: dict[str, list[Setting]] = {}
    given: set[str] = set()
    for setting in settings:
        key = setting.key
        if key not in known:
            nearest = report.nearest(key, known)
            several_known = f"; there are {', '.join(known)}" if len(known) <= _FEW else ""
            hint = f"; did you mean '{nearest}'?" if nearest else several_known
            report.add("unknown-key", f"unknown setting {brief(key)} in {owner}{hint}", setting.key_at)
            given.update((nearest,) if nearest else ())
            continue
        given.add(key)
        if not setting.value:
            report.add("value", f"'{key}' has no value", setting.key_at)
        elif key in repeatable:
            several.setdefault(key, []).append(setting)
        elif key in items:
            message = f"'{key}' is already given on line {items[key].line}"
            report.add("repeated-key", message, setting.key_at)
        else:
            items[key] = setting
    repeated = {key: tuple(values) for key, values in several.items()}
    return Settings(items, repeated, frozenset(given))


def parts(setting: Setting) -> list[tuple[str, Where]]:
    """The comma-separated parts of a value, each with its place; empty parts are left out."""
    found = []
    offset = 0
    for part in setting.value.split(","):
        text = part.strip()
        if text:
            found.append((text, setting.at(offset + len(part) - len(part.lstrip()))))
        offset += len(part) + 1
    return found


def read_ids(settings: Settings, key: str, report: Report) -> tuple[str, ...]:
    """A list of ids, such as `skills: output_activation, training_step`."""
    setting = settings.get(key)
    ids = []
    for text, where in parts(setting) if setting else ():
        if check_id(text, where, report):
            ids.append(text)
    return tuple(ids)


def check_id(text: str, where: tuple[int, int], report: Report) -> bool:
    """Whether `text` is a well-formed id; reports it when it is not."""
    if ID.fullmatch(text):
        return True
    message = f"{brief(text)} is not an id; use small letters, digits and _, beginning with a letter"
    report.add("value", message, where)
    return False


def read_id(settings: Settings, key: str, report: Report) -> str | None:
    """A single id, or None when it is missing or malformed."""
    setting = settings.get(key)
    return setting.value if setting and check_id(setting.value, setting.at(), report) else None


def read_whole(settings: Settings, key: str, report: Report) -> int:
    """A whole number from 0 up; 0 when it is missing or malformed."""
    setting = settings.get(key)
    if setting is None:
        return 0
    if re.fullmatch(r"[0-9]{1,6}", setting.value):
        return int(setting.value)
    report.add("value", f"{key}: expected a whole number, found {brief(setting.value)}", setting.at())
    return 0


def read_yes_no(settings: Settings, key: str, report: Report) -> bool:
    """`yes` or `no`; no when it is missing or malformed."""
    setting = settings.get(key)
    if setting is None:
        return False
    if setting.value not in ("yes", "no"):
        report.add("value", f"{key}: expected yes or no, found {brief(setting.value)}", setting.at())
    return setting.value == "yes"
