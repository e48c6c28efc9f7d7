#!/usr/bin/env python3
"""How much faster batches and imports are than single decisions, one after the other.

    bonafide simulate --profiles 2000 --seed 7 > profiles.ndjson
    python3 examples/batch_rate.py target/release/bonafide DIR profiles.ndjson

Starts a service in the data directory DIR. Each way of sending gets the same profiles, for a tenant of its own.
"""
import http.client
import json
import subprocess
import sys
import time

BINARY, DATA_DIR, FILE = sys.argv[1:]
ROUNDS, MAX_ITEMS, MAX_BYTES = 3, 1_000, 8_000_000


def run(*arguments):
    return subprocess.run([BINARY, *arguments, "--data-dir", DATA_DIR], capture_output=True, check=True, text=True)


def post(connection, token, path, body):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", path, body.encode(), headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{path}: {text.decode()}")
    return text


def batches(lines):
    items, size = [], 0
    for line in lines:
        if len(items) == MAX_ITEMS or size + len(line) > MAX_BYTES:
            yield items
            items, size = [], 0
        items.append('{"profile":%s}' % line)
        size += len(line) + 16
    yield items


def singles(connection, token, lines):
    for line in lines:
        post(connection, token, "/v1/decisions", line)


def batched(connection, token, lines):
    for items in batches(lines):
        results = json.loads(post(connection, token, "/v1/decisions/batch", '{"items":[%s]}' % ",".join(items)))
        assert all(result["status"] == 201 for result in results["items"])


def rate(lines, work):
    began = time.perf_counter()
    work()
    return len(lines) / (time.perf_counter() - began)


def main():
    with open(FILE, encoding="utf-8") as file:
        lines = file.read().splitlines()
    service = subprocess.Popen(
        [BINARY, "serve", "--data-dir", DATA_DIR, "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    connection = http.client.HTTPConnection(service.stdout.readline().split("//")[1].strip())
    suffix = int(time.time())
    for number in range(ROUNDS):
        def token(tenant):
            return run("token", "--tenant", f"{tenant}-{suffix}-{number}").stdout.strip()
        some, single, batch = lines[: len(lines) // 4], token("single"), token("batch")
        base = rate(some, lambda: singles(connection, single, some))
        together = rate(lines, lambda: batched(connection, batch, lines))
        imported = rate(lines, lambda: run("import", "--tenant", f"import-{suffix}-{number}", FILE))
        print(f"single {base:.0f}/s, batch {together / base:.1f} times, import {imported / base:.1f} times")
    service.terminate()
    service.wait()


main()
