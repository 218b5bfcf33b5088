"""Planted bugs: each has to be found, or the campaign is not good enough."""

import concurrent.futures
import os
import re
import time

from campaign import ROOT
from torture_lib.programs import Programs
from torture_lib.runner import Campaign

SOURCE = os.path.join(ROOT, "Sources/LedgerStorage/Canary.swift")
LIMIT = 120  # seconds
AT_ONCE = 2

# The attacks that should find a canary, best first; the others come after them.
FIRST = {
    "earlyAnswer": "ackorder",
    "skippedSync": "ackorder powercuts",
    "skippedDirectorySync": "powercuts",
    "splitGroup": "powercuts faults",
    "recordedMalformation": "limits",
    "openFilesCycle": "cycles",
    "lowDescriptors": "surroundings",
    "forkedHandle": "surroundings",
    "pathAgain": "surroundings replaced",
    "fullForOne": "surroundings faults",
    "doubledRetry": "ackorder faults",
    "halfInit": "replaced",
    "uncheckedPlace": "replaced",
    "uncheckedLock": "replaced",
    "checkedOnce": "lying",
    "unaskedFault": "lying",
    "uncheckedChecksum": "lying",
    "staleIndex": "lying forged",
    "uncheckedSummary": "forged",
}


def names():
    """The canaries in the sources."""
    with open(SOURCE) as file:
        found = re.findall(r"^\s*case\s+(.+)$", file.read(), re.MULTILINE)
    # `case one, two = "name"`; a switch's `case .one:` does not count.
    planted = [
        part for line in found if not line.lstrip().startswith(".") for part in line.split(",")
    ]
    return [(re.search(r'"(.+?)"', part) or re.match(r"\s*`?(\w+)", part))[1] for part in planted]


def ordered(canary, attacks):
    """All attacks; those that should find it come first."""
    order = dict.fromkeys([*FIRST.get(canary, "").split(), *attacks])
    return {name: attacks[name] for name in order if name in attacks}


def run(wanted, attacks, only, seed):
    """Plants the canaries with these names, or all where none is named.

    Returns how many were caught, and how many were not.
    """
    if not os.path.exists(SOURCE):
        print(f"{SOURCE}: there are no canaries in these sources")
        return 0, 1
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"there is no canary {', '.join(sorted(unknown))}: {', '.join(names())}")
        return 0, 1
    programs = Programs.with_canaries()
    chosen = {name: attacks[name] for name in only} if only else attacks
    quiet = hunted(programs, None, chosen, seed)
    print(f"without a canary: {describe(quiet)}", flush=True)

    def hunt(canary):
        return canary, *hunted(programs, canary, ordered(canary, chosen), seed)

    caught = failed = 0
    print(f"{'canary':<24} {'caught by':<14} seconds", flush=True)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for canary, attack, seconds, finding in pool.map(hunt, wanted or names()):
            caught += attack is not None
            failed += attack is None
            print(f"{canary:<24} {attack or 'NOBODY':<14} {seconds:.0f}", flush=True)
            if finding:
                print(f"    {finding[:200]}", flush=True)
    return caught, failed + (quiet[0] is not None)


def hunted(programs, canary, attacks, seed):
    """(the attack that found it, or none; seconds; what was found)."""
    started = time.monotonic()
    campaign = Campaign(
        programs,
        attacks,
        seed,
        say=lambda line: None,
        at_once=1 if canary else 2,
        environment={"POINTSLEDGER_CANARY": canary} if canary else {},
    )
    campaign.run(LIMIT if canary else LIMIT / 2, stops_early=True)
    for name, findings in campaign.findings.items():
        if findings:
            return name, time.monotonic() - started, findings[0]
    return None, time.monotonic() - started, ""


def describe(result):
    attack, seconds, finding = result
    return (
        f"nothing found in {seconds:.0f} s" if attack is None else f"{attack} finds {finding[:200]}"
    )
