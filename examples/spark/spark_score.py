#!/usr/bin/env python3
"""Scores profiles on an Apache Spark cluster, each linked to all earlier ones. Parquet in, Parquet out.

    pip install pyspark pyarrow
    head -c 32 /dev/urandom > link.key
    python3 examples/spark/spark_score.py --binary target/release/bonafide --key link.key \
        --master 'local-cluster[2,1,1024]' profiles.parquet scored.parquet -- --now 2026-06-01T00:00:00Z

The input has the columns `line` (a number that gives the order) and `profile` (the JSON text), and optionally `tenant`;
profiles are linked only within a tenant. The output has `line`, `tenant` and `result`, the JSON that `bonafide
score --link` would write for that line. What follows `--` is passed to every `bonafide score`: always set `--now`, so that all
executors and repetitions assume the same time. The program and the key file must have the same path on every node.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stream_links
from pyspark.sql import SparkSession


def piped(command, key, lines):
    """Sends the lines of a partition through the program, and yields what it writes. Fails if the program is killed or
    refuses to run; a profile that is not valid has its own result."""
    lines = iter(lines)
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as errors:
        count = 0
        for line in lines:
            sent.write(line.encode() + b"\n")
            count += 1
        if not count:
            return
        sent.seek(0)
        process = subprocess.Popen(
            [*command, "--link-key", key], stdin=sent, stdout=subprocess.PIPE, stderr=errors
        )
        written = 0
        for line in process.stdout:
            written += 1
            yield line.decode().rstrip("\n")
        code = process.wait()
        errors.seek(0)
        # With status 1, some profiles were not valid, and each has its result.
        complete = "--linked" in command and written == count and code == 1
        if code != 0 and not complete:
            raise RuntimeError(f"{command} ended with {code}: {errors.read()[-2000:].decode(errors='replace')}")


def sorted_by(rows, partitions):
    """Rows whose first field is the key to meet in one partition, sorted as a whole."""
    from pyspark.rdd import portable_hash

    keyed = rows.map(lambda row: (row, None))
    sort = keyed.repartitionAndSortWithinPartitions(partitions, lambda row: portable_hash(row[0]))
    return sort.map(lambda pair: pair[0])


def score(spark, arguments, options):
    partitions = arguments.partitions
    frame = spark.read.parquet(arguments.input)
    tenant = "tenant" if "tenant" in frame.columns else "'' AS tenant"
    documents = frame.selectExpr(tenant, "CAST(line AS BIGINT) AS line", "profile").rdd
    documents = documents.filter(lambda row: row.profile.strip()).map(
        # A document on one line: JSON may have line breaks only between its parts.
        lambda row: (row.line, (row.tenant, row.profile.replace("\n", " ").replace("\r", " ")))
    )
    documents = documents.repartition(partitions).cache()
    program, key = [arguments.binary, "score", "--threads", "1", *options], arguments.key

    def parse(line):
        number, text = line.split("\t", 1)
        return int(number), json.loads(text)

    texts = documents.map(lambda row: f"{row[0]}\t{row[1][1]}")
    keys = texts.mapPartitions(lambda lines: piped([*program, "--keys"], key, lines)).map(parse)
    # The key of a row starts with the tenant, so that nobody is linked across tenants.
    keys = keys.join(documents.mapValues(lambda row: row[0]), partitions).cache()

    def of_tenant(rows):
        return lambda row: [(row[1][1] + "/" + first, *rest) for first, *rest in rows(row[0], row[1][0])]

    identifiers = keys.flatMap(of_tenant(stream_links.identifier_rows))
    found = sorted_by(identifiers, partitions).mapPartitions(stream_links.sightings)
    found = found.map(lambda row: (row[0], (row[1], row[2])))

    bands = keys.flatMap(of_tenant(stream_links.band_rows))
    pairs = sorted_by(bands, partitions).mapPartitions(stream_links.common_bands)
    best = pairs.groupByKey(partitions).mapValues(stream_links.best)
    wanted = best.flatMap(lambda row: [(other, (row[0], rank)) for rank, other in enumerate(row[1])])
    signatures = keys.flatMap(
        lambda row: [((line, i), (who, text)) for line, i, who, text in stream_links.signature_rows(row[0], row[1][0])]
    )
    compared = wanted.join(signatures, partitions).map(
        # The line of the text, then its position, rank, the other applicant and the signature.
        lambda row: (row[1][0][0][0], (row[1][0][0][1], row[1][0][1], *row[1][1]))
    )

    counts = keys.mapValues(lambda row: len(row[0]["identifiers"]))
    joined = documents.groupWith(counts, found, compared)

    def with_links(row):
        line, (document, count, others, near) = row
        texts = [[i, who, text] for i, _, who, text in sorted(near)]
        links = stream_links.links(next(iter(count), 0), list(others), texts)
        return f"{line}\t{json.dumps(links)}\t{next(iter(document))[1]}"

    results = joined.map(with_links).mapPartitions(lambda lines: piped([*program, "--linked"], key, lines))
    results = results.map(lambda line: line.split("\t", 1)).map(lambda parts: (int(parts[0]), parts[1]))
    tenants = documents.mapValues(lambda row: row[0])
    rows = results.join(tenants, partitions).map(lambda row: (row[0], row[1][1], row[1][0]))
    output = spark.createDataFrame(rows, "line BIGINT, tenant STRING, result STRING")
    output.sort("line").write.mode("overwrite").parquet(arguments.output)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("input")
    parser.add_argument("output")
    own, options = sys.argv[1:], []
    if "--" in own:
        cut = own.index("--")
        own, options = own[:cut], own[cut + 1:]
    arguments = parser.parse_args(own)
    here = os.path.dirname(os.path.abspath(__file__))
    spark = SparkSession.builder.master(arguments.master).appName("bonafide").getOrCreate()
    spark.sparkContext.addPyFile(os.path.join(here, "stream_links.py"))
    spark.sparkContext.setLogLevel("ERROR")
    score(spark, arguments, options)
    spark.stop()


if __name__ == "__main__":
    main()
