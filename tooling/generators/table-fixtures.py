"""Writes packages/datasets/fixtures/tables/*.json: tables and what scikit-learn's transformers make of them.

    /usr/bin/python3 tooling/generators/table-fixtures.py
"""

import json
import math
from pathlib import Path

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA as SVD
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler

FOLDER = Path(__file__).parents[2] / "packages" / "datasets" / "fixtures" / "tables"
SEED = 20


def numbers(rng, rows):
    """Columns of numbers with holes, by name."""
    table = {
        "normal": rng.normal(3, 2, rows),
        "large": rng.normal(1e6, 1e3, rows),
        "tiny": rng.uniform(0, 1e-6, rows),
        "constant": np.full(rows, 0.1),
        "outliers": np.where(rng.uniform(size=rows) < 0.1, 1e4, rng.uniform(-1, 1, rows)),
        "whole": rng.integers(0, 5, rows).astype(float),
    }
    for name, values in table.items():
        if name != "constant":
            values[rng.uniform(size=rows) < 0.12] = np.nan
    return {name: values.tolist() for name, values in table.items()}


def texts(rng, rows):
    """Columns of texts, and one of numbers that are categories."""
    cities = ["Lima", "Oslo", "Ávila", "Zürich", "aachen", "\U0001F3D9 town", "\uff21 town"]
    return {
        "city": rng.choice(cities, rows).tolist(),
        "size": rng.choice(["small", "medium", "large"], rows).tolist(),
        "gate": rng.choice(["open", "shut"], rows).tolist(),
        "floor": rng.choice([3.0, 1.0, 20.0, -1.0], rows).tolist(),
    }


def with_values(table, changes):
    """A copy with some values changed, by column and row."""
    copy = {name: list(values) for name, values in table.items()}
    for (name, row), value in changes.items():
        copy[name][row] = value
    return copy


def array(table):
    is_numeric = all(isinstance(value, float) for values in table.values() for value in values)
    result = np.empty((len(next(iter(table.values()))), len(table)), dtype=float if is_numeric else object)
    for j, values in enumerate(table.values()):
        result[:, j] = values
    return result


def plain(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def columns(table):
    return {name: [plain(value) for value in values] for name, values in table.items()}


def matrix(values):
    return [[plain(value) for value in row] for row in np.asarray(values).tolist()]


def case(title, transformer, train, test, settings, inverse=True):
    fitted = transformer.fit(array(train))
    output = fitted.transform(array(test))
    entry = {
        "title": title,
        "settings": settings,
        "train": columns(train),
        "test": columns(test),
        "names": list(map(str, fitted.get_feature_names_out(list(train)))),
        "transformed": matrix(output),
    }
    if inverse:
        entry["inverse"] = matrix(fitted.inverse_transform(output))
    return entry


def scalers(rng):
    train, test = numbers(rng, 40), numbers(rng, 7)
    one = {name: [2.0 if math.isnan(values[0]) else values[0]] for name, values in train.items()}
    rows = [
        ("StandardScaler", StandardScaler, {}, {}),
        ("StandardScaler", StandardScaler, {"withMean": False}, {"with_mean": False}),
        ("StandardScaler", StandardScaler, {"withStd": False}, {"with_std": False}),
        ("MinMaxScaler", MinMaxScaler, {}, {}),
        ("MinMaxScaler", MinMaxScaler, {"range": [-2, 3]}, {"feature_range": (-2, 3)}),
        ("MinMaxScaler", MinMaxScaler, {"clip": True}, {"clip": True}),
        ("RobustScaler", RobustScaler, {}, {}),
        ("RobustScaler", RobustScaler, {"quantileRange": [10, 85]}, {"quantile_range": (10, 85)}),
        ("RobustScaler", RobustScaler, {"withCentering": False}, {"with_centering": False}),
        ("RobustScaler", RobustScaler, {"withScaling": False}, {"with_scaling": False}),
    ]
    for name, kind, settings, arguments in rows:
        yield name, case(f"with {json.dumps(settings)}", kind(**arguments), train, test, settings)
        if not settings:
            yield name, case("fitted on one row", kind(), one, test, {})


def encoders(rng):
    train, test = texts(rng, 40), texts(rng, 9)
    unknown = with_values(test, {("city", 0): "Quito", ("floor", 1): 7.0})
    gaps = with_values(train, {("city", 1): math.nan, ("city", 5): math.nan, ("floor", 2): math.nan})
    holes = with_values(test, {("city", 2): math.nan, ("floor", 3): math.nan})
    order = {
        "city": sorted(set(train["city"]), reverse=True),
        "size": ["small", "medium", "large"],
        "gate": ["shut", "open"],
        "floor": [20.0, 3.0, 1.0, -1.0],
    }
    lists = list(order.values())
    hot = lambda **arguments: OneHotEncoder(sparse_output=False, **arguments)
    yield "OneHotEncoder", case("of known categories", hot(), train, test, {})
    yield "OneHotEncoder", case("dropping the first", hot(drop="first"), train, test, {"drop": "first"})
    yield "OneHotEncoder", case("dropping one of two", hot(drop="if_binary"), train, test, {"drop": "ifBinary"})
    yield "OneHotEncoder", case("ignoring unknown ones", hot(handle_unknown="ignore"), train, unknown, {"unknown": "ignore"})
    yield "OneHotEncoder", case("with missing values", hot(), gaps, holes, {})
    yield "OneHotEncoder", case("in a given order", hot(categories=lists), train, test, {"categories": order})
    yield "OrdinalEncoder", case("of known categories", OrdinalEncoder(), train, test, {})
    yield "OrdinalEncoder", case("in a given order", OrdinalEncoder(categories=lists), train, test, {"categories": order})
    yield "OrdinalEncoder", case("with missing values", OrdinalEncoder(), gaps, holes, {})
    value = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    yield "OrdinalEncoder", case("numbering unknown ones", value, train, unknown, {"unknown": "value"})
    for name in ("city", "floor"):
        fitted = LabelEncoder().fit(train[name])
        yield "LabelEncoder", {
            "title": f"of the column {name}",
            "train": columns({name: train[name]}),
            "test": columns({name: test[name]}),
            "transformed": fitted.transform(test[name]).tolist(),
            "classes": [plain(value) for value in fitted.classes_.tolist()],
        }


def imputers(rng):
    train, test = numbers(rng, 30), numbers(rng, 8)
    for strategy, ours in (("mean", "mean"), ("median", "median"), ("most_frequent", "mostFrequent")):
        yield "SimpleImputer", case(f"by {ours}", SimpleImputer(strategy=strategy), train, test, {"strategy": ours}, False)
    constant = SimpleImputer(strategy="constant", fill_value=-7)
    yield "SimpleImputer", case("by a constant", constant, train, test, {"strategy": "constant", "fillValue": -7}, False)
    indicator = SimpleImputer(add_indicator=True)
    yield "SimpleImputer", case("with indicators", indicator, train, test, {"indicator": True}, False)
    words, others = ({name: texts(rng, rows)[name] for name in ("city", "size")} for rows in (30, 8))
    words = with_values(words, {("city", 3): math.nan, ("city", 9): math.nan})
    others = with_values(others, {("city", 0): math.nan, ("size", 5): math.nan})
    frequent = SimpleImputer(strategy="most_frequent")
    yield "SimpleImputer", case("of texts", frequent, words, others, {"strategy": "mostFrequent"}, False)


def column_transformers(rng):
    train = {**numbers(rng, 30), **texts(rng, 30)}
    test = {**numbers(rng, 8), **texts(rng, 8)}
    place = list(train).index
    for remainder in ("drop", "passthrough"):
        transformer = ColumnTransformer(
            [
                ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), [place("outliers"), place("normal")]),
                ("texts", OneHotEncoder(handle_unknown="ignore"), [place("size"), place("gate")]),
                ("range", MinMaxScaler(), [place("whole")]),
                ("dropped", "drop", [place("city")]),  # the rest are numbers, as the remainder has to be
            ],
            remainder=remainder,
            verbose_feature_names_out=False,
            sparse_threshold=0,
        )
        yield "ColumnTransformer", case(remainder, transformer, train, test, {"remainder": remainder}, False)


class PCA(SVD):  # of this name, as the names of columns come from it
    """The largest number of each direction is positive, as scikit-learn has it since 1.5."""

    def fit(self, x):
        super().fit(x)
        largest = np.abs(self.components_).argmax(axis=1)
        self.components_ *= np.sign(self.components_[range(len(largest)), largest])[:, None]
        return self


def components(rng):
    mix = rng.normal(size=(5, 5)) * [1, 0.5, 2, 1e-3, 30]
    make = lambda rows: dict(zip("abcde", (rng.normal(size=(rows, 5)) @ mix + [0, 1, -5, 100, 3]).T.tolist()))
    train, few, test = make(40), make(4), make(6)
    yield "PCA", case("all components", PCA(), train, test, {})
    yield "PCA", case("two components", PCA(2), train, test, {"components": 2})
    yield "PCA", case("whitened", PCA(3, whiten=True), train, test, {"components": 3, "whiten": True})
    yield "PCA", case("fewer examples than columns", PCA(3), few, test, {"components": 3})


def main():
    files = {}
    for group in (scalers, encoders, imputers, column_transformers, components):
        for name, entry in group(np.random.default_rng(SEED)):
            files.setdefault(name, []).append(entry)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, entries in files.items():
        lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
        (FOLDER / f"{name}.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")
    print(f"{sum(map(len, files.values()))} cases of {len(files)} transformers")


main()
