"""A till that posts while its ledger is compacted again and again, and that is killed."""

import os
import signal
import subprocess
import time

from campaign import ENVIRONMENT
from torture_lib.looking import verified
from torture_lib.material import small_ledger
from torture_lib.round import SMALL

KILLS = 4
HEADER = "time,kind,member,points,reference\n"


def attack(round):
    directory = small_ledger(round, "compacted")
    archives = round.fresh("archives")
    os.mkdir(archives)
    done = {}
    for kill in range(KILLS):
        place = round.random.choice((archives, "-"))
        last = kill == KILLS - 1
        wait = None if last else round.random.uniform(0.05, 0.9)
        lines = killed(round, directory, place, wait)
        tag = f"kill {kill} of a compaction into {place}"
        wrong = [line for line in lines if line.startswith("wrong")]
        round.expect(not wrong, f"{tag}: {wrong[:3]}")
        fresh = dict(line.split()[1:3] for line in lines if line.startswith("did "))
        done.update(fresh)
        round.count("acknowledged beside compactions", len(fresh))
        for line in lines:
            if line.startswith("compactions "):
                round.count("compactions", int(line.split()[1]))
        verified(round, tag, directory)
        check(round, tag, directory, done)
    for name in sorted(os.listdir(archives)):
        place = os.path.join(archives, name)
        answer = round.run("verify", place, "--json", environment=SMALL)
        # The manifest is made last: without one the archive was not finished.
        is_whole = any(file.startswith("MANIFEST-") and not file.endswith(".tmp")
                       for file in os.listdir(place))
        round.expect(answer.code == 0 if is_whole else answer.code in (0, 1, 66),
                     f"archive {name}: {answer}")
        round.count("archives", answer.code == 0)


def killed(round, directory, place, wait):
    """Runs the till; kills it after some time. Returns the whole lines that it wrote."""
    process = subprocess.Popen(
        [round.programs.host, "compacting", directory, "3", "1200", place],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=dict(ENVIRONMENT, **SMALL))
    if wait is not None:
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        round.count("kills beside compactions")
    out = process.communicate(timeout=60)[0].decode(errors="replace")
    return out[: out.rfind("\n") + 1].splitlines()


def check(round, tag, directory, done):
    """Every acknowledged post is known, dropped or not: none is posted again."""
    rows = HEADER + "".join(f"2026-01-01,earn,{member},1,{name}\n" for name, member in done.items())
    answer = round.run("import", directory, "-", "--format", "csv", "--json", stdin=rows,
                       environment=SMALL)
    found = answer.json() if answer.code == 0 else {}
    # They left their time to the clock, so those that were not dropped are conflicts.
    round.expect(
        answer.code == 0 and found["posted"] == 0
        and found["duplicates"] + found["refusals"].get("referenceConflict", 0) == len(done),
        f"{tag}: {len(done)} acknowledged posts imported again: {answer}")
