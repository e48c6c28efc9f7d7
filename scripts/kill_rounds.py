#!/usr/bin/env python3
"""Kills the service and its Postgres under load, again and again, and checks that nothing is lost or duplicated.

    python3 scripts/kill_rounds.py target/release/bonafide DIR [ROUNDS]

Clients send decisions and remember every acknowledged answer, and an import runs beside them. Each round ends with
kill -9: of the service, of Postgres, or of both, and of the import. Then everything starts again: requests that got no answer
are sent again with the same idempotency key, and the import resumes. In the end, every answer must be found
unchanged, and every applicant must have exactly one decision. DIR must be new.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

BINARY, DATA_DIR = sys.argv[1], Path(sys.argv[2])
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 20
CLIENTS, IMPORTED, SEED = 8, 4_000, 19
VICTIMS = ["service", "postgres", "both"]
COMPARED = ["id", "applicant_id", "profile_version", "band", "score", "probability", "created_at"]


def profile(external_id):
    """An applicant who shares a payout account with a few others."""
    account = f"ACCT-{random.Random(external_id).randrange(10_000):06}"
    payout = {"account": account, "method": "bank"}
    return {"external_id": external_id, "claims": {"name": "Robin Example", "country": "US"}, "payouts": [payout]}


class Service:
    """The service as an operator runs it."""

    def __init__(self):
        command = [BINARY, "serve", "--data-dir", DATA_DIR, "--listen", "127.0.0.1:0"]
        with open(DATA_DIR / "log.ndjson", "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready http://"):
            raise SystemExit(f"the service did not start: {line!r}; see {DATA_DIR}/log.ndjson")
        self.address = line.split("http://")[1].strip()

    def kill(self):
        self.process.kill()
        self.process.wait()


def postgres_pid():
    location = DATA_DIR / "postgres.location"
    root = Path(location.read_text().strip()) if location.exists() else DATA_DIR / "postgres"
    return int((root / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def token(tenant):
    command = [BINARY, "token", "--data-dir", DATA_DIR, "--tenant", tenant, "--minutes", "600"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def call(connection, method, path, bearer, body=None, key=None):
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    connection.request(method, path, json.dumps(body).encode() if body else None, headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null")


class Client(threading.Thread):
    """Sends one decision after another until it is told to stop. What got no answer is sent again first."""

    def __init__(self, name, bearer):
        super().__init__(daemon=True)
        self.client, self.bearer = name, bearer
        self.sent, self.pending, self.acknowledged, self.wrong, self.retried = 0, [], {}, [], 0

    def work(self, address, stop):
        connection = http.client.HTTPConnection(address, timeout=20)
        while self.pending or not stop.is_set():
            if not self.pending:
                self.sent += 1
                self.pending.append(f"{self.client}-{self.sent}")
            external_id = self.pending[0]
            try:
                status, body = call(
                    connection, "POST", "/v1/decisions", self.bearer, profile(external_id), f"key-{external_id}"
                )
            except (OSError, http.client.HTTPException, ValueError):
                self.retried += 1
                if stop.is_set():
                    return
                connection.close()
                time.sleep(0.02)
                continue
            if status == 201:
                self.acknowledged[external_id] = {name: body[name] for name in COMPARED}
                self.pending.pop(0)
            elif status == 503:
                self.retried += 1
                if stop.is_set():
                    return
                time.sleep(0.02)
            else:
                self.wrong.append((external_id, status, body))
                self.pending.pop(0)


class Import:
    """An import that is killed and resumed."""

    def __init__(self):
        self.file, self.state = DATA_DIR / "import.ndjson", DATA_DIR / "import.state"
        lines = (json.dumps(profile(f"imported-{i}")) for i in range(IMPORTED))
        self.file.write_text("\n".join(lines) + "\n")
        self.kills, self.process = 0, None

    def start(self):
        command = [BINARY, "import", "--data-dir", DATA_DIR, "--tenant", "imported", "--state", self.state, self.file]
        with open(DATA_DIR / "import.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def kill(self):
        if self.process.poll() is None:
            self.kills += 1
            self.process.kill()
        self.process.wait()

    def finish(self):
        # Postgres may still be starting.
        for _ in range(10):
            self.start()
            if self.process.wait() == 0:
                return
            time.sleep(1)
        raise SystemExit(f"the import did not finish; see {DATA_DIR}/import.log")


def decisions(address, tenant):
    """Every decision of a tenant, by external id."""
    connection, bearer = http.client.HTTPConnection(address, timeout=60), token(tenant)
    found, path = {}, "/v1/decisions?limit=100"
    while path:
        status, page = call(connection, "GET", path, bearer)
        assert status == 200, page
        for decision in page["data"]:
            found.setdefault(decision["external_id"], []).append(decision)
        cursor = page["next_cursor"]
        path = f"/v1/decisions?limit=100&cursor={cursor}" if cursor else None
    return found


def rounds(clients, imported):
    service = Service()
    for number in range(ROUNDS):
        stop = threading.Event()
        threads = [threading.Thread(target=one.work, args=(service.address, stop), daemon=True) for one in clients]
        for thread in threads:
            thread.start()
        imported.start()
        time.sleep(random.uniform(0.5, 3.0))
        victim = VICTIMS[number % len(VICTIMS)]
        imported.kill()
        if victim != "service":
            os.kill(postgres_pid(), signal.SIGKILL)
        if victim != "postgres":
            service.kill()
        else:
            # The service stays up and starts Postgres again.
            time.sleep(2)
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a client got no answer"
        if victim != "postgres":
            service = Service()
        answered = sum(len(one.acknowledged) for one in clients)
        print(f"round {number + 1}: killed {victim}; {answered} answers so far", flush=True)
    return service


def check(service, clients, imported):
    stop = threading.Event()
    stop.set()
    # Whatever still waits for an answer gets one now.
    for one in clients:
        deadline = time.monotonic() + 60
        while one.pending and time.monotonic() < deadline:
            one.work(service.address, stop)
        assert not one.pending, one.pending
    imported.finish()
    stored = decisions(service.address, "killed")
    problems = [wrong for one in clients for wrong in one.wrong]
    sent = {f"{one.client}-{i}" for one in clients for i in range(1, one.sent + 1)}
    for one in clients:
        for external_id, answer in one.acknowledged.items():
            rows = stored.get(external_id, [])
            if len(rows) != 1 or any(rows[0][name] != answer[name] for name in COMPARED if name in rows[0]):
                problems.append((external_id, answer, rows))
    problems += [(external_id, "was never sent") for external_id in stored.keys() - sent]
    lines = decisions(service.address, "imported")
    for i in range(IMPORTED):
        if len(lines.get(f"imported-{i}", [])) != 1:
            problems.append((f"imported-{i}", len(lines.get(f"imported-{i}", []))))
    problems += [(external_id, "is in no file") for external_id in lines.keys() if not external_id.startswith("imported-")]
    retried = sum(one.retried for one in clients)
    print(f"{len(stored)} decisions, {len(sent)} sent, {retried} attempts without an answer; {len(lines)} imported,"
          f" killed {imported.kills} times; {len(problems)} problems")
    for problem in problems[:20]:
        print("problem:", problem)
    return not problems and retried > 0


def main():
    random.seed(SEED)
    DATA_DIR.mkdir(parents=True)
    bearer = token("killed")
    clients = [Client(f"client{i}", bearer) for i in range(CLIENTS)]
    imported = Import()
    service = rounds(clients, imported)
    try:
        return 0 if check(service, clients, imported) else 1
    finally:
        service.process.terminate()
        service.process.wait()


if __name__ == "__main__":
    sys.exit(main())
