#!/usr/bin/env python3
"""Compares the `tabular` example with LightGBM and others on any CSV with a label of two values.

    cargo build --release -p bonafide-tabular --example tabular
    pip install lightgbm scikit-learn pandas        # and catboost, interpret for --with
    python3 examples/compare.py cards.csv --label default --with lightgbm,logistic --rows 200

Prints the area under the precision-recall curve and the CPU time of each on three splits, 70 % learned from, and their means.
This is how the figures of docs/MODEL.md were made. `--rows` learns from so many rows of each split only.
"""
import argparse
import os
import resource
import subprocess
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, train_test_split

PROGRAM = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release", "examples", "tabular")


def this(train, y, test, seed):
    """The learner itself, in a process of its own on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        train.assign(label__=y).to_csv(path("train.csv"), index=False)
        test.to_csv(path("test.csv"), index=False)
        command = [PROGRAM, "--train", path("train.csv"), "--test", path("test.csv"), "--label", "label__"]
        command += ["--seed", str(seed), "--threads", "1", "--out", path("scores.csv")]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return pd.read_csv(path("scores.csv"))["score"].to_numpy()


def aligned(train, test):
    """Texts as categories, the same in both."""
    train, test = train.copy(), test.copy()
    for column in train:
        if not pd.api.types.is_numeric_dtype(train[column]):
            known = sorted(train[column].dropna().astype(str).unique())
            for frame in (train, test):
                frame[column] = pd.Categorical(frame[column].astype("object"), known)
    return train, test


def lightgbm(train, y, test, seed):
    """Five models, each stopped early on a fifth, averaged."""
    import lightgbm as lgb

    train, test = aligned(train, test)
    how = dict(objective="binary", learning_rate=0.05, num_leaves=31, min_data_in_leaf=20, subsample=0.8,
               subsample_freq=1, feature_fraction=0.8, num_threads=1, verbose=-1, seed=seed)
    scores = []
    for learned, held in StratifiedKFold(5, shuffle=True, random_state=seed).split(train, y):
        data = lgb.Dataset(train.iloc[learned], y[learned])
        unseen = lgb.Dataset(train.iloc[held], y[held], reference=data)
        model = lgb.train(how, data, 1000, [unseen], callbacks=[lgb.early_stopping(50, verbose=False)])
        scores.append(model.predict(test))
    return np.mean(scores, 0)


def texts(frame):
    """The columns that hold no numbers."""
    return [column for column in frame if not pd.api.types.is_numeric_dtype(frame[column])]


def filled(train, test):
    """Both with a word where a text is missing."""
    fill = lambda frame: frame.assign(**{c: frame[c].astype(object).where(frame[c].notna(), "NA") for c in texts(train)})
    return fill(train), fill(test)


def catboost(train, y, test, seed):
    """Its defaults, stopped early on a fifth."""
    from catboost import CatBoostClassifier, Pool

    names = texts(train)
    train, test = filled(train, test)
    learned, held = train_test_split(np.arange(len(train)), test_size=0.2, random_state=seed, stratify=y)
    model = CatBoostClassifier(iterations=1000, random_seed=seed, thread_count=1, verbose=0, od_type="Iter", od_wait=50,
                               allow_writing_files=False)
    model.fit(Pool(train.iloc[learned], y[learned], names), eval_set=Pool(train.iloc[held], y[held], names))
    return model.predict_proba(test)[:, 1]


def ebm(train, y, test, seed):
    """InterpretML's defaults."""
    from interpret.glassbox import ExplainableBoostingClassifier

    return ExplainableBoostingClassifier(random_state=seed, n_jobs=1).fit(train, y).predict_proba(test)[:, 1]


def logistic(train, y, test, seed):
    """Standardised, one-hot, the median where a number is missing, with a flag."""
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    names = texts(train)
    train, test = filled(train, test)
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    columns = make_column_transformer(
        (numbers, [column for column in train if column not in names]),
        (OneHotEncoder(handle_unknown="ignore", min_frequency=5), names),
    )
    return make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(train, y).predict_proba(test)[:, 1]


LEARNERS = {"this": this, "lightgbm": lightgbm, "catboost": catboost, "ebm": ebm, "logistic": logistic}


def cpu():
    """CPU seconds of this process and of those that it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def asked():
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("csv")
    parser.add_argument("--label", required=True)
    parser.add_argument("--positive", help="the value that is looked for; else the larger of two numbers, else the rarer")
    parser.add_argument("--rows", type=int, help="learn from so many rows only")
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--with", dest="others", default="lightgbm,logistic", help="lightgbm,catboost,ebm,logistic")
    return parser.parse_args()


def labels(column, positive):
    """Whether each row has the label that is looked for."""
    values = column.astype(str)
    if positive is None:
        numeric = pd.api.types.is_numeric_dtype(column)
        positive = str(column.max()) if numeric else values.value_counts().index[-1]
    if values.nunique() != 2 or positive not in set(values):
        raise SystemExit(f"the label must have two values, one of them `{positive}`; it has {sorted(set(values))[:5]}")
    return (values == positive).to_numpy().astype(int)


def main():
    """Splits, learns, scores and prints."""
    args = asked()
    data = pd.read_csv(args.csv).dropna(axis=1, how="all")
    y = labels(data.pop(args.label), args.positive)
    results = {name: [] for name in ["this", *args.others.split(",")]}
    for seed in range(args.splits):
        rows, unseen = train_test_split(np.arange(len(data)), test_size=0.3, random_state=seed, stratify=y)
        if args.rows:
            rows, _ = train_test_split(rows, train_size=args.rows, random_state=seed, stratify=y[rows])
        for name, found in results.items():
            before = cpu()
            scores = LEARNERS[name](data.iloc[rows].reset_index(drop=True), y[rows], data.iloc[unseen], seed)
            found.append((average_precision_score(y[unseen], scores), cpu() - before))
    print(f"{'':10}" + "".join(f"  split {seed}" for seed in range(args.splits)) + "     mean   CPU s")
    for name, found in results.items():
        areas = [area for area, _ in found]
        seconds = sum(second for _, second in found)
        print(f"{name:10}" + "".join(f"{area:9.4f}" for area in areas) + f"{np.mean(areas):9.4f}{seconds:8.1f}")


if __name__ == "__main__":
    main()
