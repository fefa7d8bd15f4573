"""Data of one's own on the command line: any table trains, and every mistake in it is told at its line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.experiment import Experiment
from tutor.cli import main
from tutor.own.data import open_own_data

TABLES = Path(engine.__file__).parent / "data" / "tables"
SIX = {
    "houses_ames": ("price", "1 softplus", "mse", 6),
    "noon_jfk_2013": ("temp_c", "1 linear", "mse", 4),
    "iris": ("species", "3 softmax", "cce", 4),
    "penguins": ("species", "3 softmax", "cce", 5),
    "breast_cancer": ("diagnosis", "1 sigmoid", "bce", 10),
    "digits": ("digit", "1 softplus", "mse", 64),
}
"""Each table's last column, and what is suggested for it: output, loss and number of inputs."""
FEW = ["--epochs", "2"]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def rows_of(name: str) -> list[list[str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=quoting).writerows(rows)
    return path.name


@pytest.fixture
def shop() -> str:
    """A small table with a number, a category of three, one of two, and two amounts."""
    rows = [["Floor Area", "kind", "sold", "price", "rent"]]
    for n in range(24):
        area, kind = 20 + n * 7 % 50, ("flat", "house", "barn")[n % 3]
        rows.append([str(area), kind, ("no", "yes")[area > 40], str(area * 3 + n), str(5 + n % 4)])
    return write(Path("shop.csv"), rows)


def summary(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The summary of a run told as JSON, of which every line is an object."""
    assert main(["run", *arguments, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(isinstance(line, dict) for line in lines)
    return dict(lines[-1]["summary"])


@pytest.mark.parametrize("name", SIX)
def test_a_table_without_any_other_setting_trains_on_what_is_suggested(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(Path(f"{name}.csv"), rows_of(name))
    target, head, loss, inputs = SIX[name]
    assert main(["run", "--data", file, *FEW]) == 0
    told, errors = capsys.readouterr()
    assert errors == ""
    assert f"no target was named, so it is the last column that can be one, {target}" in told
    assert f"data: {file} · " in told
    assert f"net: {inputs} -> 16 relu -> {head} · loss: {loss} · optimizer: adam 0.01" in told
    assert f"is {loss}." in told or f"({loss}) is the" in told  # the reason


@pytest.mark.parametrize("variant", ["semicolons.csv", "tabs.tsv", "quoted.txt"])
def test_every_kind_of_file_gives_the_same_run(variant: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of("penguins")
    delimiter = {"semicolons.csv": ";", "tabs.tsv": "\t"}.get(variant, ",")
    quoting = csv.QUOTE_ALL if variant == "quoted.txt" else csv.QUOTE_MINIMAL
    runs = []
    for file in (write(Path("plain.csv"), rows), write(Path(variant), rows, delimiter, quoting)):
        found = summary(["--data", file, "--target", "body_mass", *FEW], capsys)
        runs.append({key: value for key, value in found.items() if key != "experiment"})
    assert runs[0] == runs[1]
    assert runs[0]["metric_name"] == "RMSE"


def test_the_columns_of_ones_own_file_train_as_those_of_the_shipped_table(capsys: pytest.CaptureFixture[str]) -> None:
    file = write(Path("ames.csv"), rows_of("houses_ames"))
    settings = ["--net", "6 -> 4 tanh -> 1 linear", "--loss", "mse", "--optimizer", "sgd 0.1", "--unit", "100000", *FEW]
    own, shipped = (summary(["--data", data, *settings], capsys) for data in (file, "houses_ames"))
    assert own["test_loss"] == shipped["test_loss"]
    assert own["grad_norms"] == shipped["grad_norms"]


def test_in_json_the_reasons_go_to_standard_error(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--data", shop, "--json", *FEW]) == 0
    out, errors = capsys.readouterr()
    assert [set(json.loads(line)) >= {"epoch"} for line in out.splitlines()] == [True, True, True, False]
    assert "'Floor Area' is called floor_area in settings" in errors
    assert "rent goes from 5 to 8 and is never negative" in errors


def test_settings_that_are_given_stay_and_need_no_reason(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--net", "2 -> 3 tanh -> 1 linear", "--loss", "huber", "--unit", "10", "--optimizer", "sgd 0.2"]
    assert main(["run", "--data", shop, "--target", "price", "--inputs", "floor_area, sold", *settings, *FEW]) == 0
    told = capsys.readouterr().out
    assert "24 rows of your own, 5 columns, of which price is the target" in told
    assert "inputs: floor_area, sold · unit: 10 · net: 2 -> 3 tanh -> 1 linear · loss: huber" in told
    assert "optimizer: sgd 0.2" in told
    assert "softplus" not in told


def test_only_what_was_left_out_is_given_a_reason(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    net = ["--net", "4 -> 3 tanh -> 1 linear", "--inputs", "floor_area, kind"]
    assert main(["run", "--data", shop, "--target", "price", *net, *FEW]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Squared error (mse) is the usual loss" in told
    assert "softplus can" not in told.lower()


def test_a_net_that_ends_in_raw_scores_gets_a_loss_that_takes_them(
    shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    net = ["--net", "4 -> 3 tanh -> 1 linear", "--inputs", "floor_area, kind"]
    assert main(["run", "--data", shop, "--target", "sold", *net, *FEW]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "loss: bce_logits · optimizer" in told
    assert "The net ends in raw scores, and bce_logits makes probabilities of them by itself." in told
    assert "sigmoid says" not in told


@pytest.mark.parametrize("target", ["Floor Area", "floor_area", "FLOOR AREA"])
def test_a_target_may_be_named_by_its_header(target: str, capsys: pytest.CaptureFixture[str], shop: str) -> None:
    found = summary(["--data", shop, "--target", target, *FEW], capsys)
    assert [term["target"] for term in found["terms"]] == ["floor_area"]
    assert "net: 6 -> 16 relu -> 1 softplus" in found["experiment"]  # kind is three inputs


def test_several_targets_each_get_a_head_a_loss_and_a_row(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--data", shop, "--target", "kind + price, rent", *FEW]) == 0
    told = capsys.readouterr().out
    assert "net: 2 -> 16 relu -> 3 softmax + 2 linear · loss: cce + mse" in told
    assert "kind: train, test, accuracy" in told
    assert "price, rent: train, test, RMSE" in told


def test_a_loss_from_logits_gets_a_linear_output(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = summary(["--data", shop, "--target", "sold", "--loss", "bce_logits", *FEW], capsys)
    assert "-> 1 linear · loss: bce_logits" in found["experiment"]


def test_numbers_are_read_as_classes_where_one_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    file = write(Path("digits.csv"), rows_of("digits"))
    found = summary(["--data", file, "--as-category", "digit", "--epochs", "6"], capsys)
    assert "net: 64 -> 16 relu -> 10 softmax · loss: cce" in found["experiment"]
    assert found["metric_name"] == "accuracy"
    assert found["metric"] > 0.7


def test_missing_values_are_told_at_their_lines_and_dropped_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of("penguins")
    rows[3][0], rows[7][1] = "", "NA"
    file = write(Path("holes.csv"), rows)
    assert main(["run", "--data", file, *FEW]) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    first, second, hint = errors.splitlines()
    assert first.startswith(f"holes.csv:4: column '{rows[0][0]}': the value is missing")
    assert second.startswith(f"holes.csv:8: column '{rows[0][1]}': the value is missing ('NA')")
    assert "--drop-missing" in hint
    assert main(["run", "--data", file, "--drop-missing", *FEW]) == 0
    assert "2 of 333 rows dropped" in capsys.readouterr().out


def test_values_of_the_wrong_kind_are_each_told_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of("houses_ames")
    rows[5][0], rows[9][2] = "large", "1,2,0"
    file = write(Path("wrong.csv"), rows)
    assert main(["run", "--data", file, *FEW]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" column ")[0] for line in told] == ["wrong.csv:6:", "wrong.csv:10:"]
    assert "'large' is no number" in told[0]
    assert "'1,2,0' is no number" in told[1]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--data", "none.csv"], 3, "no file none.csv"),
        (["--data", "no/such/table"], 3, "no file no/such/table"),
        (["--data", "./"], 3, "Is a directory"),
        (["--data", "empty.csv"], 1, "empty.csv: the file is empty"),
        (["--data", "latin.csv"], 1, "latin.csv: there is only 1 row"),
        (["--data", "shop.csv", "--target", "prise"], 1, "shop.csv:1: column 'prise': there is no column 'prise'"),
        (["--data", "shop.csv", "--target", "price + rend"], 2, "no column 'rend'; did you mean 'rent'?"),
        (["--data", "shop.csv", "--as-category", "knid"], 1, "did you mean 'kind'?"),
        (["--data", "shop.csv", "--inputs", "kind, pric"], 2, "did you mean 'price'?"),
        (["--data", "shop.csv", "--net", "4 -> 1 linear"], 2, "net starts with 4 inputs but there are 6 input columns"),
        (["--data", "shop.csv", "--samples", "25"], 2, "shop.csv has only 24 rows"),
        (["--data", "a·b.csv"], 2, "has '·' that an experiment cannot hold; rename it"),
        (["--data", "the title: mine.csv"], 2, "rename it"),
        (["--data", "two\nlines.csv"], 2, "rename it"),
        (["--data", " blank.csv"], 2, "rename it"),
        (["--data", "moons", "--drop-missing"], 2, "--drop-missing is for data of your own"),
        (["--data", "moons", "--decimal", "comma"], 2, "--decimal is for data of your own"),
        (["last_layer#linear_out", "--as-category", "x"], 2, "--as-category is for data of your own"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_used_is_said_in_one_line(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.csv").touch()
    Path("latin.csv").write_bytes("größe,preis\n1,2\n".encode("latin-1"))
    assert main(["run", *arguments]) == code
    out, errors = capsys.readouterr()
    assert out == ""
    assert said in errors
    assert len(errors.splitlines()) == 1


def test_a_file_without_a_suffix_is_found_and_a_set_of_that_name_goes_first(
    shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("table", "moons"):
        Path(name).write_bytes(Path(shop).read_bytes())
    assert "data: table ·" in summary(["--data", "table", *FEW], capsys)["experiment"]
    settings = ["--net", "2 -> 1 sigmoid", "--loss", "bce", "--optimizer", "sgd 0.1"]
    assert summary(["--data", "moons", *settings, *FEW], capsys)["terms"][0]["target"] == "class"


def test_a_name_with_blanks_and_a_colon_is_kept_as_typed(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("my tables: 2024") / "shop (copy).csv"
    path.parent.mkdir()
    path.write_bytes(Path(shop).read_bytes())
    assert f"data: {path} ·" in summary(["--data", str(path), *FEW], capsys)["experiment"]


def test_a_wide_table_gets_fewer_epochs_with_a_word_about_it() -> None:
    levels = [[str(n * place % 19 + 1) + "th" for place in range(1, 12)] for n in range(14_000)]
    file = write(Path("wide.csv"), [[f"c{place}" for place in range(11)], *levels])
    own = open_own_data({"data": file}, drop_missing=False, as_category=None)
    experiment = Experiment.from_settings(own.settings, own.sources)
    assert experiment.net.inputs == 190
    assert 30 < experiment.epochs < 60
    assert own.told[-1] == f"There are {experiment.epochs} epochs, as many as a table of this size leaves time for."


def test_a_table_with_too_many_rows_for_its_classes_is_drawn_from() -> None:
    rows = [[str(n % 101), f"class {n % 20}"] for n in range(60_000)]
    file = write(Path("long.csv"), [["x", "y"], *rows])
    own = open_own_data({"data": file}, drop_missing=False, as_category=None)
    experiment = Experiment.from_settings(own.settings, own.sources)
    assert 50_000 < experiment.samples < 60_000
    assert any("are drawn, so that they fit in memory" in sentence for sentence in own.told)
