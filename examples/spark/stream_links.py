"""Finds the links within a stream of profiles from the keys that `bonafide score --keys` writes.

The functions here work on sorted rows, so memory does not grow with the stream: `link_table.py` sorts them with
sort(1), `spark_score.py` on a cluster. Both give the same links as `bonafide score --link`.
"""
from bisect import bisect_left, insort

# As in the program: how many holders of an identifier or texts of a band are read, and how many texts are compared.
CAP, MAX_CANDIDATES = 50, 200


def identifier_rows(line, keys):
    """One row for each identifier: its key, the line, its position, the applicant, when it was used (last and first),
    whether others are linked by it."""
    for position, (key, used_at, own) in enumerate(keys["identifiers"]):
        yield key, line, position, keys["applicant"], tuple(used_at), own


def band_rows(line, keys):
    """One row for each band of each text: its key, the line, the text's position, the applicant."""
    for position, (bands, _) in enumerate(keys["texts"]):
        for band in bands:
            yield band, line, position, keys["applicant"]


def signature_rows(line, keys):
    """One row for each text: the line, its position, the applicant, the signature."""
    for position, (_, signature) in enumerate(keys["texts"]):
        yield line, position, keys["applicant"], signature


def sightings(rows):
    """For rows sorted by key, line and position: line, position, and the other applicants with the identifier on earlier
    lines, the most recent first."""
    current, used, order = None, {}, []
    for key, line, position, applicant, used_at, own in rows:
        if key != current:
            current, used, order = key, {}, []
        others = []
        for _, other in reversed(order):
            if other != applicant:
                others.append([other, list(used[other])])
                if len(others) > CAP:
                    break
        if others:
            yield line, position, others
        if own:
            before = used.get(applicant)
            # The last use, then the first.
            span = used_at if before is None else (*max(before[:2], used_at[:2]), *min(before[2:], used_at[2:]))
            if span != before:
                if before is not None:
                    del order[bisect_left(order, (before[:2], applicant))]
                used[applicant] = span
                insort(order, (span[:2], applicant))


def common_bands(rows):
    """For rows sorted by key, line and position: a text (line, position) and an earlier text with this band, for each of
    the latest texts of other applicants."""
    current, texts = None, []
    for key, line, position, applicant in rows:
        if key != current:
            current, texts = key, []
        found = 0
        for other_line, other_position, other in reversed(texts):
            # A profile's own texts are those of the same applicant.
            if other != applicant:
                yield (line, position), (other_line, other_position)
                found += 1
                if found > CAP:
                    break
        texts.append((line, position, applicant))


def best(others):
    """The texts with the most bands in common, the latest first, of the earlier texts of one text."""
    counts = {}
    for other in others:
        counts[other] = counts.get(other, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], -item[0][0], -item[0][1]))
    return [other for other, _ in ranked[:MAX_CANDIDATES]]


def links(identifiers, found, texts):
    """What `bonafide score --linked` reads for a profile with this number of identifiers."""
    by_position = dict(found)
    return {"sightings": [by_position.get(i, []) for i in range(identifiers)], "texts": texts}
