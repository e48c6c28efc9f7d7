#!/usr/bin/env python3
"""Scores a stream of any size on one machine, each profile linked to all earlier ones.

    head -c 32 /dev/urandom > link.key
    python3 examples/spark/link_table.py --binary target/release/bonafide --key link.key profiles.ndjson \
        -- --now 2026-06-01T00:00:00Z > scored.ndjson

It writes what `bonafide score --link` writes. All tables are sorted on disk by sort(1), so memory stays flat; TMPDIR needs
about as much space as the profiles. What follows `--` is passed to `bonafide score`.
"""
import argparse
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stream_links

MEMORY = "64M"


class Table:
    """Rows on disk: JSON arrays, sorted by some of their fields when they are read."""

    def __init__(self, folder, name, keys):
        self.path, self.keys = os.path.join(folder, name), keys
        self.file = open(self.path, "w", encoding="ascii")

    def add(self, row):
        # Numbers are padded, so that bytes sort like them.
        key = "\t".join(f"{row[i]:012d}" if isinstance(row[i], int) else row[i] for i in self.keys)
        self.file.write(f"{key}\t{json.dumps(row)}\n")

    def rows(self):
        self.file.close()
        command = ["sort", "-S", MEMORY, "-T", os.path.dirname(self.path), self.path]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}) as sort:
            for line in sort.stdout:
                yield json.loads(line.rsplit(b"\t", 1)[1])
        assert sort.returncode == 0, "sort failed"
        os.remove(self.path)


def lines(file):
    """The lines with a profile, each with its number."""
    with open(file, "rb") as opened:
        for number, line in enumerate(opened, 1):
            if line.strip():
                yield number, line.rstrip(b"\n")


@contextlib.contextmanager
def program(command, inputs):
    """The output lines of the program. A child writes its input, so that neither waits for the other."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    writer = os.fork()
    if writer == 0:
        process.stdout.close()
        try:
            for line in inputs:
                process.stdin.write(line)
            process.stdin.close()
        except BrokenPipeError:
            pass
        finally:
            os._exit(0)
    process.stdin.close()
    yield process.stdout
    process.stdout.close()
    os.waitpid(writer, 0)
    process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("profiles")
    own, options = sys.argv[1:], []
    if "--" in own:
        cut = own.index("--")
        own, options = own[:cut], own[cut + 1:]
    arguments = parser.parse_args(own)
    command = [arguments.binary, "score", "--link-key", arguments.key, *options]

    with tempfile.TemporaryDirectory() as folder:
        identifiers, bands = Table(folder, "identifiers", (0, 1, 2)), Table(folder, "bands", (0, 1, 2))
        signatures, counts = Table(folder, "signatures", (0, 1)), Table(folder, "counts", (0,))
        numbered = (b"%d\t%b\n" % line for line in lines(arguments.profiles))
        with program([*command, "--keys"], numbered) as out:
            for text in out:
                number, keys = text.split(b"\t", 1)
                number, keys = int(number), json.loads(keys)
                for row in stream_links.identifier_rows(number, keys):
                    identifiers.add(row)
                for row in stream_links.band_rows(number, keys):
                    bands.add(row)
                for row in stream_links.signature_rows(number, keys):
                    signatures.add(row)
                counts.add((number, len(keys["identifiers"])))

        # The parts of each line's links: 0 the number of identifiers, 1 sightings, 2 texts.
        parts = Table(folder, "parts", (0, 1, 2, 3))
        for number, count in counts.rows():
            parts.add((number, 0, 0, 0, count))
        as_tuples = ((k, n, i, who, tuple(used), is_own) for k, n, i, who, used, is_own in identifiers.rows())
        for number, position, others in stream_links.sightings(as_tuples):
            parts.add((number, 1, position, 0, others))
        pairs, wanted = Table(folder, "pairs", (0, 1)), Table(folder, "wanted", (0, 1))
        for text, other in stream_links.common_bands(bands.rows()):
            pairs.add((*text, *other))
        for text, group in itertools.groupby(pairs.rows(), key=lambda row: tuple(row[:2])):
            for rank, other in enumerate(stream_links.best((row[2], row[3]) for row in group)):
                wanted.add((*other, *text, rank))
        texts, current = signatures.rows(), None
        for line, position, number, own_position, rank in wanted.rows():
            while current is None or tuple(current[:2]) < (line, position):
                current = next(texts)
            parts.add((number, 2, own_position, rank, [own_position, *current[2:]]))
        texts.close()

        def linked():
            rows = itertools.groupby(parts.rows(), key=lambda row: row[0])
            ready = next(rows, None)
            for number, document in lines(arguments.profiles):
                found = {0: [], 1: [], 2: []}
                if ready and ready[0] == number:
                    for _, part, position, _, value in ready[1]:
                        found[part].append((position, value))
                    ready = next(rows, None)
                count = found[0][0][1] if found[0] else 0
                links = stream_links.links(count, found[1], [text for _, text in found[2]])
                yield b"%d\t%b\t%b\n" % (number, json.dumps(links).encode(), document)

        with program([*command, "--linked"], linked()) as out:
            for text in out:
                sys.stdout.buffer.write(text.split(b"\t", 1)[1])


if __name__ == "__main__":
    main()
