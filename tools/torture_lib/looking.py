"""The checks of a ledger after every attack."""

import json

from campaign import rows_of


def verified(round, tag, directory, **other):
    """The report of `verify`; none, and a finding, unless it says that the ledger is sound."""
    answer = round.run("verify", directory, "--json", **other)
    try:
        report = json.loads(answer.out)
    except ValueError:
        report = None
    sound = answer.code == 0 and report is not None and report["ok"]
    if not round.expect(sound, f"{tag}: verify: {report['problems'][:2] if report else answer}"):
        return None
    return report


def references(round, tag, directory):
    """The references of all entries in order; none, and a finding, if they cannot be read."""
    answer = round.run("dump", directory)
    if not round.expect(answer.code == 0, f"{tag}: dump: {answer}"):
        return None
    found = [row["reference"] for row in rows_of(answer.out) if row["reference"]]
    if not round.expect(len(set(found)) == len(found), f"{tag}: references twice"):
        return None
    return found


def check_sound(round, tag, directory, acknowledged=()):
    """Sound, with every acknowledged reference in it once; and another post is accepted."""
    report = verified(round, tag, directory)
    if report is None:
        return None
    found = references(round, tag, directory)
    if found is None:
        return None
    lost = set(acknowledged) - set(found)
    round.expect(not lost, f"{tag}: {len(lost)} acknowledged entries lost: {sorted(lost)[:3]}")
    return report


def check_posting(round, tag, directory, name="after", **other):
    """A post is accepted, and the ledger is sound after it."""
    answer = round.run(
        "post", directory, "earn", "after", "1", "--reference", f"{name}.after", **other
    )
    if round.expect(answer.code == 0, f"{tag}: posting does not go on: {answer}"):
        return verified(round, f"{tag}, then a post", directory)
    return None
