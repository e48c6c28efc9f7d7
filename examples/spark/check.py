#!/usr/bin/env python3
"""Checks that Spark and the sorted files give the same results as a single program, line by line.

    python3 examples/spark/check.py target/release/bonafide [PROFILES [EXECUTORS,…]]
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

import pyarrow
import pyarrow.parquet

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY = os.path.abspath(sys.argv[1])
COUNT = sys.argv[2] if len(sys.argv) > 2 else "600"
EXECUTORS = sys.argv[3].split(",") if len(sys.argv) > 3 else ["1", "2"]
OPTIONS = ["--now", "2026-06-01T00:00:00Z"]


def run(*command, **options):
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, **options)
    return done.stdout.decode().split("\n")[:-1], done.returncode, time.monotonic() - began


def profiles(seed):
    """Simulated profiles with rings, some applicants twice, and some lines that are no profiles."""
    simulated, code, _ = run(BINARY, "simulate", "--profiles", COUNT, "--seed", str(seed))
    assert code == 0
    mixed = random.Random(seed)
    simulated += mixed.sample(simulated, len(simulated) // 5)
    mixed.shuffle(simulated)
    simulated.insert(7, "not a profile")
    simulated.insert(11, '{"external_id": ""}')
    return simulated


def spark(folder, rows, master):
    table = {"line": [row[0] for row in rows], "tenant": [row[1] for row in rows], "profile": [row[2] for row in rows]}
    # The order in the file means nothing.
    order = sorted(range(len(rows)), key=lambda i: hash((i * 7919) % 104729))
    shuffled = {name: [column[i] for i in order] for name, column in table.items()}
    pyarrow.parquet.write_table(pyarrow.table(shuffled), f"{folder}/profiles.parquet")
    command = [sys.executable, f"{HERE}/spark_score.py", "--binary", BINARY, "--key", f"{folder}/link.key",
               "--master", master, f"{folder}/profiles.parquet", f"{folder}/scored.parquet", "--", *OPTIONS]
    _, code, seconds = run(*command)
    assert code == 0, "Spark failed"
    result = pyarrow.parquet.read_table(f"{folder}/scored.parquet").to_pylist()
    return {(row["tenant"], row["line"]): row["result"] for row in result}, seconds


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        with open(f"{folder}/link.key", "wb") as key:
            key.write(bytes(range(32)))
        tenants, expected, rows, number = {"acme": profiles(1), "globex": profiles(2)}, {}, [], 0
        for tenant, documents in tenants.items():
            with open(f"{folder}/{tenant}.ndjson", "w") as file:
                file.write("".join(document + "\n" for document in documents))
            single, _, seconds = run(BINARY, "score", "--link", *OPTIONS, f"{folder}/{tenant}.ndjson")
            assert len(single) == len(documents), (len(single), len(documents))
            linked = sum('"applicants":0' not in line for line in single)
            print(f"{tenant}: {len(single)} lines, {linked} linked, {seconds:.1f} s alone", flush=True)
            assert linked > 20, "too few are linked for the comparison to mean anything"
            tabled, _, seconds = run(sys.executable, f"{HERE}/link_table.py", "--binary", BINARY, "--key",
                                     f"{folder}/link.key", f"{folder}/{tenant}.ndjson", "--", *OPTIONS)
            differing = [i for i, pair in enumerate(zip(single, tabled, strict=True), 1) if pair[0] != pair[1]]
            assert not differing, f"sorted files: lines {differing[:10]} of {tenant} differ"
            print(f"{tenant}: the sorted files give the same lines, {seconds:.1f} s", flush=True)
            for line, (document, result) in enumerate(zip(documents, single), 1):
                number += 1
                rows.append((number, tenant, document))
                parsed = json.loads(result)
                if "errors" in parsed:
                    # The number is that of the line in the whole table.
                    assert parsed["line"] == line
                    result = result.replace(f'"line":{line}', f'"line":{number}')
                expected[(tenant, number)] = result
        for executors in EXECUTORS:
            master = f"local-cluster[{executors},1,1024]"
            results, seconds = spark(folder, rows, master)
            assert results.keys() == expected.keys()
            differing = [key for key in expected if results[key] != expected[key]]
            assert not differing, f"{master}: {differing[:10]} differ"
            print(f"{master}: {len(results)} lines of {len(tenants)} tenants, all the same, {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
