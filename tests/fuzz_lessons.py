"""Damages sound lessons at random, also beyond recognition, and reads what is left.

    python tests/fuzz_lessons.py 1000000 --seed 1

Each has to come out as a lesson or with problems, every one of them at a place that the file has, and never as an
exception, however long it takes to find one. The slowest reading is printed, by the size of its input.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tutor.course.parse import parse
from tutor.course.problems import CODES, LessonError
from tutor.course.source import decode, lines_of

HERE = Path(__file__).parent / "lessons"
SOUND = [(HERE / name).read_text(encoding="utf-8") for name in ("example.md", "sound.md", "tiny.md")]
WORDS = [
    *["```", "````", "~~~", ":::", "## ", "#### Why", "#### Hints", "- [x] ", "- [ ] ", "- [?] ", "[~]", "> ", "1. "],
    *["{run=", "}", "{claim:", ": ", " #", "---", "*", "+-", "like: ", "was: ", "blanks: all", "let: z = ", "dL/dw"],
    *["variables: a in ", " .. ", "a*(1 - a)", "σ", "²", "^", "(", "((", "|", "$", "\\frac{", "\\", "_{", "\x00", "\r"],
    *["\u202e", "\ufeff", "é", "😀", "\t", " ", "\n", "\n\n", "9" * 30, "1e999", "nan", "-", "->", "claims seeds=1..5"],
    *["experiment e", "explore e", "chain c", "choice q", "multi q", "number q", "formula q", "order q", "predict q"],
]


def blocks(text: str) -> list[str]:
    """The stretches of a lesson between blank lines."""
    return text.split("\n\n")


BLOCKS = [block for text in SOUND for block in blocks(text)]
HEAD = "---\nformat: 1\nid: fuzz\ntitle: Fuzz\n---\n\n"


def damaged(dice: random.Random) -> str:
    """A handful of blocks of sound lessons with some damage done to them, or meaningful words thrown together."""
    if dice.random() < 0.1:
        return "".join(dice.choice(WORDS) for _ in range(dice.randint(0, 60)))
    chosen = dice.sample(BLOCKS, dice.randint(1, 5))
    text = HEAD * (dice.random() < 0.9) + "\n\n".join(chosen)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 10))):
        text = _hurt(text, dice)
    return text


def _hurt(text: str, dice: random.Random) -> str:
    at = dice.randint(0, len(text))
    lines = text.split("\n")
    line = dice.randrange(len(lines))
    match dice.randrange(8):
        case 0:
            return text[:at] + dice.choice(WORDS) + text[at:]
        case 1:
            return text[:at] + text[at + dice.choice((1, 1, 2, 5, 20)) :]
        case 2:
            return text[:at] + chr(dice.choice((*range(128), 0x3C3, 0x2212, 0xD7, 0x1F600))) + text[at + 1 :]
        case 3:
            del lines[line]
        case 4:
            lines.insert(dice.randrange(len(lines)), lines[line])
        case 5:
            lines[line] = lines[dice.randrange(len(lines))]
        case 6:
            lines[line] = dice.choice(("  ", "\t", "> ")) + lines[line]
        case 7:
            return text[:at]
    return "\n".join(lines)


def verdict(text: str) -> str:
    """What became of a text: `lesson` or `problems`. Raises AssertionError for problems that point nowhere."""
    lesson, problems = parse(text, "f.md")
    lines = lines_of(text)
    for problem in problems:
        assert problem.code in CODES, problem
        assert 1 <= problem.line <= max(len(lines), 1) + 1, problem
        length = len(lines[problem.line - 1]) if problem.line <= len(lines) else 0
        assert 1 <= problem.column <= length + 1, (problem, length)
        assert "\n" not in str(problem), problem
    failed = any(problem.severity == "error" for problem in problems)
    assert (lesson is None) == failed, problems
    return "problems" if failed else "lesson"


def bytes_verdict(data: bytes) -> str:
    """The same for bytes, which may be no text at all."""
    try:
        text = decode(data, "f.md")
    except LessonError as error:
        codes = {problem.code for problem in error.problems}
    else:
        return verdict(text)
    assert codes == {"encoding"}
    return "no text"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    counts: Counter[str] = Counter()
    slowest, size = 0.0, 0
    for number in range(args.count):
        dice = random.Random(f"{args.seed}/{number}")
        text = damaged(dice)
        start = time.perf_counter()
        try:
            if dice.random() < 0.05:
                data = bytearray(text.encode())
                for _ in range(dice.randint(1, 4)):
                    at = dice.randint(0, len(data))
                    data[at:at] = bytes([dice.randrange(256)])
                counts[bytes_verdict(bytes(data))] += 1
            else:
                counts[verdict(text)] += 1
        except Exception:
            print(f"number {number} of seed {args.seed}:\n{text}")
            raise
        seconds = time.perf_counter() - start
        if seconds > slowest:
            slowest, size = seconds, len(text)
    print(f"{args.count} texts: {dict(counts)}; the slowest took {1000 * slowest:.0f} ms for {size} characters")


if __name__ == "__main__":
    main()
