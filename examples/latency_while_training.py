#!/usr/bin/env python3
"""How much slower scoring is while a model is trained.

    bonafide simulate --profiles 4000 --seed 5 --labels labels.ndjson > profiles.ndjson
    BONAFIDE=http://127.0.0.1:8080 TOKEN=$(bonafide token --tenant acme) \\
        python3 examples/latency_while_training.py profiles.ndjson labels.ndjson

Decides on the profiles and labels them, measures scores one after the other, starts a job, measures again until the job is over.
"""
import http.client
import json
import os
import sys
import time
import urllib.parse

URL, TOKEN = urllib.parse.urlparse(os.environ.get("BONAFIDE", "http://127.0.0.1:8080")), os.environ["TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
connection = http.client.HTTPConnection(URL.hostname, URL.port)


def call(method, path, body=None):
    connection.request(method, path, None if body is None else json.dumps(body), HEADERS)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{method} {path}: {text.decode()}")
    return json.loads(text)


def measure(profiles, going_on):
    times = []
    while going_on(len(times)):
        began = time.perf_counter()
        call("POST", "/v1/scores", profiles[len(times) % len(profiles)])
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {p: times[min(len(times) - 1, len(times) * p // 100)] for p in (50, 95, 99)}, len(times)


def main():
    profiles = [json.loads(line) for line in open(sys.argv[1])]
    truth = {one["external_id"]: one["fake"] for one in map(json.loads, open(sys.argv[2]))}
    for profile in profiles:
        made = call("POST", "/v1/decisions", profile)
        verdict = "fake" if truth[profile["external_id"]] else "genuine"
        call("POST", "/v1/labels", {"applicant_id": made["applicant_id"], "verdict": verdict, "evidence": "document"})
    alone, count = measure(profiles, lambda n: n < 2000)
    print(f"alone           p50 {alone[50]:.1f} ms, p95 {alone[95]:.1f} ms, p99 {alone[99]:.1f} ms ({count} scores)")
    job = call("POST", "/v1/training-jobs", {})["id"]
    state = lambda: call("GET", f"/v1/training-jobs/{job}")["state"]
    while state() == "queued":
        time.sleep(0.05)
    training = lambda n: n % 20 != 0 or state() == "running"
    beside, count = measure(profiles, training)
    print(f"while training  p50 {beside[50]:.1f} ms, p95 {beside[95]:.1f} ms, p99 {beside[99]:.1f} ms ({count} scores), job {state()}")
    print("ratio           " + ", ".join(f"p{p} {beside[p] / alone[p]:.2f}" for p in alone))


if __name__ == "__main__":
    main()
