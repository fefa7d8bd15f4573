"""Reads tokens into a tree: powers bind before products, products before sums, and −a² is −(a²).

Where a text without enough brackets could mean two things, such as 1/2a, it shows both instead of choosing one.
"""

from __future__ import annotations

import math

from tutor.course.formulas.complaints import two_ways, unclosed, unexpected, unfinished
from tutor.course.formulas.errors import FormulaError
from tutor.course.formulas.operations import OPERATIONS
from tutor.course.formulas.tokens import CLOSING, Token
from tutor.course.formulas.tree import Apply, Constant, Name, Node, Number, compute, height

DEEPEST = 60
"""Brackets, functions, signs and powers inside each other; it keeps reading far from Python's own limit."""

HIGHEST = 25
"""Operations on top of each other in the tree; its spelling needs at most two brackets, signs or powers for each."""

_FACTORS = frozenset({"name", "function", "constant", "open", "bar"})
_SINGLE = frozenset({"number", "name", "constant"})


def parse(text: str, tokens: list[Token]) -> Node:
    """The tree of the tokens of `text`; raises FormulaError at the first one that does not fit."""
    tree = _Parser(text, tokens).formula()
    if height(tree) > HIGHEST:
        raise FormulaError("this formula has too many steps; write it shorter", 0, len(text))
    return tree


class _Parser:
    """Walks along the tokens; `now` is the next one to be read."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.opened: list[Token] = []
        self.bars = sum(token.kind == "bar" for token in tokens)

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    @property
    def before(self) -> Token:
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        self.at += 1
        return self.before

    def formula(self) -> Node:
        tree = self.sum()
        if self.now.kind != "end":
            raise unexpected(self.before, self.now, self.bars)
        return tree

    def sum(self) -> Node:
        left = self.product()
        while self.now.kind in ("+", "-"):
            left = Apply(self.take().kind, (left, self.product()))
        return left

    def product(self) -> Node:
        start = self.at
        left = self.signed()
        slash = 0
        while True:
            if self.now.kind in ("*", "/"):
                slash = self.at if self.now.kind == "/" else 0
                left = Apply(self.take().kind, (left, self.signed()))
            elif self.starts_factor():
                if slash:
                    raise two_ways(self.text, self.tokens, start, slash, self.at)
                left = Apply("*", (left, self.power()))
            else:
                return left

    def starts_factor(self) -> bool:
        """Whether a factor stands here without a sign before it; a bar may be one where only two bars exist."""
        if self.now.kind == "bar" and self.opened and self.opened[-1].kind == "bar":
            return False
        beside_bar = "bar" in (self.now.kind, self.before.kind)
        return self.now.kind in _FACTORS and not (beside_bar and self.bars > 2)

    def signed(self) -> Node:
        """A power with any signs before it. All nesting comes through here, and its depth is limited."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too much is nested here; use fewer brackets", self.now.start)
        node = self.power() if self.now.kind not in ("+", "-") else self.signs()
        self.depth -= 1
        return node

    def signs(self) -> Node:
        minus = self.take().kind == "-"
        node = self.signed()
        return Apply("negative", (node,)) if minus else node

    def power(self) -> Node:
        start = self.at
        base = self.raised()
        if self.now.kind != "^":
            return base
        sign = self.at
        if self.before.kind == "raised":
            raise FormulaError("two powers follow each other here; use brackets", self.now.start)
        self.take()
        exponent = self.signed()
        if self.starts_factor() and self.before.kind not in ("close", "bar"):
            raise two_ways(self.text, self.tokens, start, sign, self.at)
        return self.finite(Apply("^", (base, exponent)), self.tokens[sign])

    def raised(self) -> Node:
        """An operand with its superscript, if it has one."""
        node = self.operand()
        if self.now.kind != "raised":
            return node
        token = self.take()
        digits = token.text.lstrip("+-")
        exponent: Node = Number(float(digits)) if digits.isdigit() else Name(digits)
        if token.text.startswith("-"):
            exponent = Apply("negative", (exponent,))
        return self.finite(Apply("^", (node, exponent)), token)

    def finite(self, node: Node, token: Token) -> Node:
        """The power, unless it is one of plain numbers and out of all bounds."""
        if math.isinf(compute(node, {})):
            raise FormulaError("this power is larger than any number here; use a smaller one", token.start)
        return node

    def operand(self) -> Node:
        match self.now.kind:
            case "number" | "name" | "constant":
                return self.single()
            case "function":
                return self.function()
            case "open":
                return self.inside()[0]
            case "bar":
                return Apply("abs", self.inside())
        raise unfinished(self.before if self.at else None, self.now)

    def single(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(float(token.text))
        return Name(token.text) if token.kind == "name" else Constant(token.text)

    def function(self) -> Node:
        word = self.take()
        typed = self.text[word.start : word.stop]
        advice = FormulaError(f"put what {typed} works on in brackets, as in {typed}(…)", self.now.start)
        if typed == "√" and self.now.kind in _SINGLE:
            node = Apply("sqrt", (self.single(),))
            if self.now.kind in ("^", "raised") or self.starts_factor():
                raise advice
            return node
        if self.now.kind != "open":
            raise self.now.trouble or advice
        opening = self.now
        parts = self.inside()
        wanted = OPERATIONS[word.text].inputs
        if len(parts) != wanted:
            count = "one number" if wanted == 1 else "two numbers, with one comma between them"
            raise FormulaError(f"{typed} takes {count}; write numbers such as 0.25 with a point", opening.start)
        return Apply(word.text, parts)

    def inside(self) -> tuple[Node, ...]:
        """What stands in brackets or between bars, and in the brackets of a function also after commas."""
        opening = self.take()
        called = opening.kind == "open" and self.at > 1 and self.tokens[self.at - 2].kind == "function"
        self.opened.append(opening)
        parts = [self.sum()]
        while called and self.now.kind == "comma":
            self.take()
            parts.append(self.sum())
        if self.now.kind in ("close", "bar") and self.now.text == CLOSING[opening.text]:
            self.take()
            self.opened.pop()
            return tuple(parts)
        raise unclosed(opening, self.before, self.now, self.bars)
