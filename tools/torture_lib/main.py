"""The options of `tools/torture`, and what they start."""

import argparse
import random
import signal
import sys
import time

from campaign import stop
from torture_lib import canaries, sanitizers
from torture_lib.attacks import (
    ackorder,
    compacting,
    crowd,
    cycles,
    faults,
    forged,
    limits,
    lying,
    powercuts,
    replaced,
    surroundings,
)
from torture_lib.programs import Programs
from torture_lib.runner import Campaign

ATTACKS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        ackorder,
        limits,
        surroundings,
        faults,
        powercuts,
        replaced,
        lying,
        forged,
        compacting,
        cycles,
        crowd,
    )
}


def parsed(description):
    parser = argparse.ArgumentParser(
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="The command line is $POINTSLEDGER, or else it is built.",
    )
    parser.add_argument("--minutes", type=float, default=2, help="default 2")
    parser.add_argument("--seed", type=int, help="by default another one each time")
    parser.add_argument("--only", metavar="NAME[,NAME]", help="these attacks")
    parser.add_argument("--round", type=int, help="just this round of each attack")
    parser.add_argument("--list", action="store_true", help="the attacks, and end")
    parser.add_argument("--posts", type=int, help="ackorder: how many posts in a round")
    parser.add_argument("--directory", help="ackorder: where the ledger lies, on a real disk say")
    parser.add_argument(
        "--sanitizers",
        action="store_true",
        help="ThreadSanitizer over a hammer, AddressSanitizer over the tests",
    )
    parser.add_argument(
        "--canaries",
        metavar="NAME",
        nargs="*",
        help="plants bugs one by one: each is to be found within two minutes",
    )
    return parser.parse_args()


def main(description):
    asked = parsed(description)
    if asked.list:
        for name, module in ATTACKS.items():
            print(f"{name}: {' '.join(module.__doc__.split())}")
        return
    names = asked.only.split(",") if asked.only else list(ATTACKS)
    unknown = set(names) - set(ATTACKS)
    if unknown:
        sys.exit(f"no such attack: {', '.join(sorted(unknown))}; see --list")
    # A campaign that is stopped leaves nothing behind.
    signal.signal(signal.SIGTERM, stop)
    started = time.monotonic()
    seed = random.randrange(1 << 32) if asked.seed is None else asked.seed
    attacks = {name: ATTACKS[name] for name in names}
    if asked.sanitizers:
        finish(started, *sanitizers.run(seed))
    if asked.canaries is not None:
        finish(started, *canaries.run(asked.canaries, ATTACKS, names if asked.only else None, seed))
    print(f"seed {seed}", flush=True)
    campaign = Campaign(Programs.built(), attacks, seed, asked, say=say)
    print(f"built after {time.monotonic() - started:.0f} seconds", flush=True)
    if asked.round is None:
        campaign.run(asked.minutes * 60)
    else:
        campaign.run(0, first_round=asked.round, only_round=True)
    failed = campaign.report()
    finish(started, len(attacks) - failed, failed)


def say(line):
    print(line, flush=True)


def finish(started, passed, failed):
    print(f"{time.monotonic() - started:.0f} seconds")
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)
