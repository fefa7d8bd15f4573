"""The words of our LaTeX: what each command and each character looks like in a terminal.

Every sign is one cell wide; docs/maths.md shows them all.
"""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """What a sign does in a formula, which decides about the blanks around it."""

    ORDINARY = auto()
    OPERATOR = auto()  # Σ, Π, ∫: a blank follows
    FUNCTION = auto()  # log, max
    BINARY = auto()
    SIGN = auto()  # a plus or minus with nothing on one of its sides
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    PUNCTUATION = auto()
    SLASH = auto()
    RATIO = auto()  # made by \frac
    BAR = auto()  # opens or closes: not known yet
    BLANK = auto()


def _pairs(text: str) -> dict[str, str]:
    """`"pi π tau τ"` as a table."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _alphabet(plain: str, signs: str) -> dict[str, str]:
    return dict(zip(plain, signs, strict=True))


_KINDS: dict[Kind, dict[str, str]] = {
    Kind.ORDINARY: _pairs(
        r"""
        alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
        lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
        chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        partial ∂ nabla ∇ infty ∞ ell ℓ forall ∀ exists ∃ emptyset ∅ neg ¬ top ⊤ bot ⊥ prime ' degree °
        ldots … dots … cdots ⋯ % % # # & & $ $ _ _
        """
    ),
    Kind.OPERATOR: _pairs("sum Σ prod Π int ∫ bigcup ⋃ bigcap ⋂"),
    Kind.FUNCTION: _pairs(
        """
        log log ln ln exp exp sin sin cos cos tan tan sinh sinh cosh cosh tanh tanh max max min min arg arg
        argmax argmax argmin argmin sup sup inf inf lim lim det det dim dim Pr Pr
        """
    ),
    Kind.BINARY: _pairs(
        r"""
        cdot · times × div ÷ pm ± mp ∓ ast * star ⋆ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ cup ∪ cap ∩
        setminus ∖ land ∧ lor ∨ dagger †
        """
    ),
    Kind.RELATION: _pairs(
        """
        le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ to → rightarrow →
        leftarrow ← gets ← leftrightarrow ↔ mapsto ↦ Rightarrow ⇒ Leftarrow ⇐ implies ⇒ iff ⇔ uparrow ↑
        downarrow ↓ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ mid | perp ⊥ parallel ∥
        coloneqq ≔
        """
    ),
    Kind.OPEN: _pairs("{ { lvert | lVert ‖ langle ⟨ lfloor ⌊ lceil ⌈"),
    Kind.CLOSE: _pairs("} } rvert | rVert ‖ rangle ⟩ rfloor ⌋ rceil ⌉"),
    Kind.PUNCTUATION: _pairs("colon :"),
}

SYMBOLS = {name: (sign, kind) for kind, table in _KINDS.items() for name, sign in table.items()}
"""What stands behind a backslash, without it, as the sign and its kind."""

CHARACTERS: dict[str, tuple[str, Kind]] = {
    "+": ("+", Kind.BINARY),
    "-": ("−", Kind.BINARY),
    "*": ("*", Kind.BINARY),
    "/": ("/", Kind.SLASH),
    "=": ("=", Kind.RELATION),
    "<": ("<", Kind.RELATION),
    ">": (">", Kind.RELATION),
    "(": ("(", Kind.OPEN),
    "[": ("[", Kind.OPEN),
    ")": (")", Kind.CLOSE),
    "]": ("]", Kind.CLOSE),
    ",": (",", Kind.PUNCTUATION),
    ";": (";", Kind.PUNCTUATION),
    ":": (":", Kind.PUNCTUATION),
    ".": (".", Kind.PUNCTUATION),
    "?": ("?", Kind.PUNCTUATION),
    "~": (" ", Kind.BLANK),
}
"""What stands in a formula for itself."""

BARS = {"|": "|", r"\|": "‖", r"\vert": "|", r"\Vert": "‖"}
"""Signs that open a pair and close it too."""

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7"}
"""Marks that combine with the letter before them."""

BLANKS = {",": " ", ":": " ", ";": " ", " ": " ", "!": "", "quad": "  ", "qquad": "    "}
DROPPED = ("limits", "nolimits", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle")
FRACTIONS = ("frac", "dfrac", "tfrac")
ROOTS = {"": "√", "3": "∛", "4": "∜"}
WORDS = ("text", "mathrm", "mathit", "mathsf", "mathtt")

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BOLD = _alphabet(
    _LATIN + _LATIN.lower() + "0123456789αβγδεθλμπρστφψωΔΘΛΣΦΨΩ",
    "𝐀𝐁𝐂𝐃𝐄𝐅𝐆𝐇𝐈𝐉𝐊𝐋𝐌𝐍𝐎𝐏𝐐𝐑𝐒𝐓𝐔𝐕𝐖𝐗𝐘𝐙𝐚𝐛𝐜𝐝𝐞𝐟𝐠𝐡𝐢𝐣𝐤𝐥𝐦𝐧𝐨𝐩𝐪𝐫𝐬𝐭𝐮𝐯𝐰𝐱𝐲𝐳𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝛂𝛃𝛄𝛅𝛆𝛉𝛌𝛍𝛑𝛒𝛔𝛕𝛗𝛙𝛚𝚫𝚯𝚲𝚺𝚽𝚿𝛀",
)

FONTS = {
    "mathbb": _alphabet(_LATIN + "1", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ𝟙"),
    "mathcal": _alphabet(_LATIN, "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵"),
    "mathbf": _BOLD,
    "boldsymbol": _BOLD,
}

SUPERSCRIPTS = _alphabet(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤*∘†⋆',",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ*°†⋆',",
)
SUBSCRIPTS = _alphabet("0123456789+−=()aehijklmnoprstuvxβγρφχ,", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,")

_ONE_LINE = "a formula in the text is one line; lay it out by hand in a ```math block"
REFUSED = {
    "\\": _ONE_LINE,
    "begin": _ONE_LINE,
    "over": r"write \frac{a}{b}",
    **{
        name: rf"'\{name}' is no command; write \operatorname{{{name}}}"
        for name in ("softmax", "sigmoid", "relu", "ReLU", "softplus", "sign", "diag", "Var", "Cov", "std", "mean")
    },
}
"""Commands that are meant well, with what to write instead."""

INSTEAD = {
    "<=": r"write \le for ≤",
    ">=": r"write \ge for ≥",
    "!=": r"write \ne for ≠",
    "->": r"write \to for →",
    "==": "write = once",
    "**": "write x^2 for a power",
    "$": "the formula ends at a single dollar; tall formulas are laid out by hand in a ```math block",
    "%": r"write \% for a percent sign",
    "#": r"write \# for a number sign",
    "&": r"write \& for an ampersand",
    '"': r"words stand in \text{…}",
    "`": r"words stand in \text{…}",
    "}": "this '}' closes nothing",
    "^": "nothing stands before this '^'",
    "_": "nothing stands before this '_'; an underscore itself is \\_",
    "'": "nothing stands before this prime",
    "!": "nothing stands before this '!'",
}
"""Characters that mean something else in a formula, or nothing."""

_TAKE_SOMETHING = ("sqrt", "operatorname", "left", "right")
COMMANDS = tuple(
    sorted(
        {*SYMBOLS, *ACCENTS, *BLANKS, *DROPPED, *FRACTIONS, *WORDS, *FONTS, *_TAKE_SOMETHING}
        | {bar[1:] for bar in BARS if len(bar) > 1}
    )
)
"""Every command, without its backslash."""

SIGNS = {
    **{sign: Kind.ORDINARY for table in (*FONTS.values(), SUPERSCRIPTS, SUBSCRIPTS) for sign in table.values()},
    **{sign: kind for sign, kind in SYMBOLS.values() if not sign.isascii()},
    "−": Kind.BINARY,
    "‖": Kind.BAR,
}
"""Signs that may also be typed as they are; letters of our alphabets may anyway."""
