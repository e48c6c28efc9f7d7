#!/usr/bin/env python3
"""Trains an additive model elsewhere and brings it in: training data out, a fit with numpy, the artefact back.

    BONAFIDE=http://127.0.0.1:8080 TOKEN=$(bonafide token --tenant acme) python3 examples/external_model.py

Any learner of additive models will do in place of `fit`, InterpretML's ExplainableBoostingClassifier say: what counts is
that a table for each indicator comes out, in which unknown adds 0, a miss never raises and a larger hit never lowers
the log-odds. `GET /v1/models/schema` is the shape of the artefact.
"""
import json
import os
import urllib.error
import urllib.request

import numpy as np

BASE, TOKEN = os.environ.get("BONAFIDE", "http://127.0.0.1:8080"), os.environ["TOKEN"]
RIDGE, CAP = 3.0, {"least": -1.5, "most": 5.0}


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    try:
        return urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise SystemExit(f"{method} {path}: {problem['detail']}\n{json.dumps(problem['errors'], indent=1)}")


def design(rows, ids):
    """Three columns for each indicator: a miss, a hit, and a hit of more than the middle of its hits."""
    values = np.array([[np.nan if row["values"][i] is None else row["values"][i] for i in ids] for row in rows], float)
    edges = [float(np.median(v[v > 0])) if (v > 0).any() else None for v in values.T]
    columns = []
    for v, edge in zip(values.T, edges):
        known, hit = ~np.isnan(v), np.nan_to_num(v) > 0
        strong = hit & (np.nan_to_num(v) >= edge) if edge is not None else hit & False
        columns += [-(known & ~hit).astype(float), hit.astype(float), strong.astype(float)]
    return np.stack(columns, axis=1), edges


def fit(x, y, weight):
    """Logistic regression with a ridge and no weight below 0, by projected gradient descent."""
    beta, base = np.zeros(x.shape[1]), 0.0
    step = 4.0 / (weight.sum() * (1 + (x ** 2).sum(axis=1).max() / 4))
    for _ in range(4000):
        p = 1 / (1 + np.exp(-(base + x @ beta)))
        error = weight * (p - y)
        base -= step * error.sum()
        beta = np.maximum(0.0, beta - step * (x.T @ error + RIDGE * beta))
    return beta


def artefact(beta, edges, ids, family, rows):
    terms = []
    for n, i in enumerate(ids):
        miss, hit, more = (float(b) for b in beta[3 * n : 3 * n + 3])
        graded = edges[n] is not None and more > 0
        terms.append({
            "indicator": i, "family": family[i], "miss": -min(miss, 1.5),
            "edges": [edges[n]] if graded else [], "hits": [hit, hit + more] if graded else [hit],
        })
    terms = [term for term in terms if term["miss"] or any(term["hits"])]
    fakes = sum(row["label"] == "fake" for row in rows)
    return {"definition": {
        "schema": "bonafide.model/v1",
        "description": f"An additive logistic regression made elsewhere from {len(rows)} labelled decisions.",
        "trained": {"synthetic": False, "rows": len(rows), "fakes": fakes, "seed": 0},
        "shift": 0.0, "caps": {term["family"]: CAP for term in terms}, "terms": terms, "pairs": [],
    }}


def main():
    rows = [json.loads(line) for line in call("GET", "/v1/training-data?format=ndjson")]
    rows = [row for row in rows if row["part"] == "learn"]  # the rest is what the gate measures on
    family = {one["id"]: one["family"] for one in json.load(call("GET", "/v1/indicators"))["data"]}
    ids = [i for i in rows[0]["values"]]
    x, edges = design(rows, ids)
    y = np.array([row["label"] == "fake" for row in rows], float)
    beta = fit(x, y, np.array([row["weight"] for row in rows]))
    model = json.load(call("POST", "/v1/models", artefact(beta, edges, ids, family, rows)))
    print(f"{model['id']} is a {model['role']}")
    measured = json.load(call("POST", f"/v1/models/{model['id']}/evaluate"))
    print(json.dumps(measured["headline"], indent=1))
    print("promote it, with the same TOKEN in the environment:")
    print(f"curl -X POST {BASE}/v1/models/{model['id']}/promote -H \"Authorization: Bearer $TOKEN\" "
          "-H 'Content-Type: application/json' -d '{}'")


if __name__ == "__main__":
    main()
