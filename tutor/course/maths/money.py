"""Tells a formula from a sum of money, for what stands between two dollars that could begin and end one.

Pandoc's rule keeps most prices apart; this keeps apart what is left: `$5 and 10$`, `$5 (in US$)`, `"$" and "$"`.
"""

from __future__ import annotations

import re

_NEVER_FIRST = frozenset("\"'“”‘’`,;:!?)%/")
_AMOUNT = re.compile(r"[-+−]?\.?[0-9][0-9.,]*+")
_COMMANDS = re.compile(r"\\[A-Za-z]++(?:[ \t]*+\{[^{}]*+\})?")
_WORD = re.compile(r"(?<![\w\\{_^])[^\W\d_]{3,}+(?![\w({_^])")
_SHORT_WORD = re.compile(
    r"(?<![\w\\{_^(])(?:or|to|in|at|of|on|by|an|is|up|if|as|so|we|it|us|no|me|vs|US|CA|AU|NZ)(?![\w({_^])"
)
_TWO_WORDS = re.compile(r"(?<![\w\\])[^\W\d_]{3,}+[ \t\r\n]++[^\W\d_]{3,}")
_TEX = re.compile(r"[\\^_={}<>+]")
_DANGLING = re.compile(r"(?<![_^])[-−–—+/(\[,;:&]\Z")


def looks_like_maths(content: str, after: str) -> bool:
    """Whether a text between dollars is a formula; `after` is the character behind the second one.

    It begins like one, and is neither an amount that words go on from nor a piece of a sentence.
    """
    if content[0] in _NEVER_FIRST:
        return False
    dangling = _DANGLING.search(content[-2:]) is not None
    if dangling and after.isalpha():
        return False
    if amount := _AMOUNT.match(content):
        rest = _COMMANDS.sub(" ", content[amount.end() :])
        prose = _WORD.search(rest) or _SHORT_WORD.search(rest) or r"\$" in rest
        return not (prose or dangling or rest.count("(") != rest.count(")"))
    return bool(_TEX.search(content)) or not _TWO_WORDS.search(content)
