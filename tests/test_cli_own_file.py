"""A file of one's own as spreadsheets write it, and the columns that settings name in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.cli import main

FEW = ["--epochs", "2"]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def rows(separator: str = ",") -> str:
    """Size, kind, two columns of zeros and ones, a price, and a code that is another one in every row."""
    lines = [["Größe (m²)", "kind", "sold", "new", "price", "code"]]
    for n in range(24):
        kind = ("flat", "house", "barn")[n % 3]
        lines.append([str(20 + n * 7 % 50), kind, str(int(n % 5 > 2)), str(n * n % 2), str(n * 3 % 17), f"c{n}"])
    return "".join(f"{separator.join(line)}\n" for line in lines)


@pytest.fixture
def homes() -> str:
    Path("homes.csv").write_text(rows(), encoding="utf-8")
    return "homes.csv"


def summary(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["run", *arguments, *FEW, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out.splitlines()[-1])["summary"])


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["run", *arguments]) in (1, 2)
    out, errors = capsys.readouterr()
    assert out == ""
    return errors.splitlines()


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)]
)
def test_letters_are_read_in_the_encodings_of_spreadsheets(
    encoding: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("homes.csv").write_bytes(rows(";").replace("\n", "\r\n").encode(encoding))
    assert main(["run", "--data", "homes.csv", "--target", "größe (m²)", *FEW]) == 0
    out = capsys.readouterr().out
    assert "'Größe (m²)' is called grosse_m2 in settings" in out
    assert ("the file is not UTF-8" in out) == told


def test_bytes_that_no_encoding_explains_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("homes.csv").write_bytes(b"a,b\n" + b"1,2\n" * 12 + b"caf\x81,3\n")
    assert "not UTF-8" in refusal(["--data", "homes.csv"], capsys)[0]


def test_a_workbook_is_named_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    Path("homes.xlsx").write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    (line,) = refusal(["--data", "homes.xlsx"], capsys)
    assert "homes.xlsx is a workbook" in line
    assert "save it as CSV" in line


def test_a_file_that_leaves_the_decimal_sign_open_is_told_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{n * 7 % 13};{60 + n}.{n * 137 % 1000:03d}\n" for n in range(24)]
    Path("homes.csv").write_text("".join(["size;price\n", *lines]), encoding="utf-8")
    first, hint = refusal(["--data", "homes.csv"], capsys)
    assert first.startswith("homes.csv:2: column 'price': '60.000' is 60 with a decimal point and 60000 with")
    assert "--decimal comma" in hint
    for sign, range_of in (("comma", "from 60,000 to 83,151"), ("point", "from 60 to 83.151")):
        assert main(["run", "--data", "homes.csv", "--decimal", sign, *FEW]) == 0
        assert f"price goes {range_of}" in capsys.readouterr().out


def test_a_point_between_commas_is_decimal_and_the_option_to_say_otherwise_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [f"{n * 7 % 13},{60 + n}.{n * 137 % 1000:03d}\n" for n in range(24)]
    Path("homes.csv").write_text("".join(["size,price\n", *lines]), encoding="utf-8")
    assert main(["run", "--data", "homes.csv", *FEW]) == 0
    assert "--decimal comma reads it as 60000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "ends"),
    [
        ("sold+new", "1 sigmoid + 1 sigmoid · loss: bce + bce"),
        ("price + new", "1 softplus + 1 sigmoid · loss: mse + bce"),
        ("kind + sold", "3 softmax + 1 sigmoid · loss: cce + bce"),
        ("new, sold", "2 sigmoid · loss: bce"),
    ],
)
def test_zeros_and_ones_are_classes_in_every_head(
    homes: str, target: str, ends: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"16 relu -> {ends}" in summary(["--data", homes, "--target", target], capsys)["experiment"]


def test_zeros_and_ones_say_where_a_loss_counts(homes: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--target", "sold + price", "--inputs", "grosse_m2", "--net", "1 -> 4 relu -> 1 sigmoid + 1 linear"]
    found = summary(["--data", homes, *settings, "--loss", "bce + mse where new"], capsys)
    assert "loss: bce + mse where new" in found["experiment"]


def test_columns_are_named_by_their_headers_in_every_setting(homes: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--target", "Sold +Größe (m²),price", "--inputs", "NEW,Kind"]
    found = summary(["--data", homes, *settings], capsys)
    assert "inputs: new, kind · target: sold + grosse_m2, price" in found["experiment"]


@pytest.mark.parametrize(
    ("target", "instead"), [("kind, price", "kind + price"), ("price, kind, sold", "kind + price, sold")]
)
def test_a_category_that_needs_a_head_of_its_own_is_told_how_to_write_it(
    homes: str, target: str, instead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = refusal(["--data", homes, "--target", target], capsys)
    assert f"needs a head of its own; write '{instead}'" in line


def test_a_yes_or_no_beside_an_amount_is_told_the_better_way(homes: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--data", homes, "--target", "price, sold", *FEW]) == 0
    assert "told as a probability, with the target 'sold + price'" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "settings", [["--target", "sold + code"], ["--inputs", "Code, kind"], ["--loss", "mse where code"]]
)
def test_a_column_that_was_left_out_is_told_with_the_reason(
    homes: str, settings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = refusal(["--data", homes, *settings], capsys)
    assert "'code' cannot be used: 24 different texts; a category may have at most 20 levels" in line


def test_a_category_with_too_many_levels_is_told_the_limit(homes: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(homes).write_text("".join(["a,b\n", *(f"{n},{n % 5}\n" for n in range(24))]), encoding="utf-8")
    first, hint = refusal(["--data", homes, "--as-category", "a"], capsys)
    assert first.startswith("homes.csv:1: column 'a': it cannot be a category: 24 different values; a category may")
    assert "leave a column out of --as-category" in hint


def test_whole_numbers_of_few_kinds_are_told_the_option_that_makes_them_classes(
    homes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--data", homes, "--target", "price", *FEW]) == 0
    assert "--as-category price reads price as classes." in capsys.readouterr().out


def test_a_column_of_bad_cells_is_told_in_one_line(homes: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'many' if n % 10 == 0 else n},{'' if n % 2 else n}\n" for n in range(60)]
    Path(homes).write_text("".join(["a,b\n", *lines]), encoding="utf-8")
    many, empty, hint = refusal(["--data", homes], capsys)
    assert many.startswith("homes.csv:2: column 'a': 'many' is no number, as 54 of the 60 values of this column are")
    assert "5 more lines have the same problem (12, 22, 32, …)" in many
    assert "homes.csv:3: column 'b': the value is missing; 29 more lines have the same problem (5, 7, 9, …)" in empty
    assert "--drop-missing" in hint
