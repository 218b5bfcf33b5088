"""Waiting for another writer, backups beside a till, ledgers made of them, and damaged ledgers."""

import hashlib
import json
import os
import threading
import time

from campaign import HEADER

from .processes import await_reading, start_import

# The rows that are posted before the backups begin, and all.
OLD, ALL = 10_000, 18_000


def check(cli):
    waiting(cli)
    beside(cli)
    misfits(cli)
    recover(cli)
    salvage(cli)


def waiting(cli):
    """A writer that waits posts when the other one is done."""
    ledger = cli.fresh("waiting")
    process = start_import(cli, ledger)
    process.stdin.write((HEADER + "\n2024-01-01,earn,1,1,w1\n").encode())
    process.stdin.flush()
    await_reading(process)
    start = time.monotonic()
    cli.expect("--wait 0 beside a writer", 75, "post", ledger, "earn", "1", "1", "--reference",
               "w2", "--wait", "0", says=f"process {process.pid} has .* open for writing")
    cli.check("does not wait", time.monotonic() - start < 1)
    start = time.monotonic()
    cli.expect("--wait 1 beside a writer", 75, "sweep", ledger, "--wait", "1")
    cli.check("waits a second", 1 <= time.monotonic() - start < 3)
    end = threading.Timer(1, process.stdin.close)
    end.start()
    cli.expect("a post that waits until the writer is done", 0, "post", ledger, "earn", "1", "1",
               "--reference", "w2")
    end.join()
    process.wait()
    for stream in (process.stdout, process.stderr):
        stream.close()
    for wait in ("-1", "many", "nan"):
        cli.expect(f"--wait {wait}", 64, "sweep", ledger, f"--wait={wait}")


def beside(cli):
    """Two backups while another process posts."""
    ledger, copy = cli.fresh("till"), "till-backup"
    cli.must("import", ledger, cli.write("old.csv", rows(0, OLD)))
    process = start_import(cli, ledger)
    feeder = threading.Thread(target=feed, args=(process, rows(OLD, ALL)))
    feeder.start()
    results = []
    while process.poll() is None and len(results) < 50:
        run = cli.run("backup", ledger, copy, "--json")
        results.append(run)
        time.sleep(0.1)
    feeder.join()
    process.wait()
    for stream in (process.stdout, process.stderr):
        stream.close()
    found = [run.json() if run.code == 0 else {} for run in results]
    cli.check("backups beside a writer", len(found) > 1 and all(found), results[-1])
    cli.check("the last one verifies", cli.must("verify", copy, "--json").json()["ok"])
    keys = {"entries", "files", "bytes", "copied"}
    cli.check("their keys", all(keys <= set(each) for each in found), found[-1])
    entries = [each.get("entries", 0) for each in found]
    cli.check("have more and more entries", entries == sorted(entries), entries)
    copied = [each.get("copied", 0) for each in found[1:]]
    cli.check("the later ones copy less", min(copied) < found[0].get("copied", 0) / 2, found)
    count = entries[-1]
    cli.check("a backup is a prefix of the ledger",
              cli.must("dump", copy).out == cli.must("dump", ledger, "--to", count - 1).out)

    restored = "till-restored"
    run = cli.expect("restore", 0, "restore", copy, restored, "--json")
    end = run.json()
    cli.check("its keys", keys | {"sequence", "posted", "reference"} <= set(end), run)
    cli.check("names the end", end["entries"] == count and end["sequence"] == count - 1, run)
    cli.check("tells to send again", "again with the same references" in run.message, run)
    cli.check("verifies", cli.must("verify", restored, "--json").json()["ok"])
    cli.check("equals the backup",
              cli.must("dump", restored).out == cli.must("dump", copy).out)
    run = cli.must("import", restored, cli.write("all.csv", rows(0, ALL)), "--json").json()
    cli.check("what comes again is not posted twice",
              run["duplicates"] >= OLD and run["posted"] + run["duplicates"] == ALL, run)
    cli.check("and all is there", cli.must("balances", restored, "--json").out
              == cli.must("balances", ledger, "--json").out)


def misfits(cli):
    ledger, copy = "till", "till-backup"
    cli.must("backup", ledger, copy)
    cli.expect("a backup is only read", 74, "post", copy, "earn", "1", "1", "--reference", "b1",
               says="restore")
    cli.expect("restore into what exists", 73, "restore", copy, ledger)
    cli.expect("restore what is no backup", 64, "restore", ledger, "till-other")
    cli.expect("restore nothing", 66, "restore", "nowhere", "till-other")
    cli.expect("backup of nothing", 66, "backup", "nowhere", "till-other")
    cli.check("nothing was made", not os.path.exists("till-other"))
    cli.expect("backup into itself", 73, "backup", ledger, ledger)
    os.makedirs(cli.path(f"{ledger}/sub/deep"))
    os.symlink(cli.path(f"{ledger}/sub"), cli.path("link"))
    for place in (f"{ledger}/inside", f"{ledger}/sub/deep/x", f"{ledger}/sub/deep", "link/x",
                  "link/../y", f"{ledger}/./sub/../z"):
        cli.expect(f"a backup at {place}", 73, "backup", ledger, place, says="within a ledger")
        cli.expect(f"a ledger at {place}", 73, "init", place, says="within a ledger")
    os.unlink(cli.path("link"))
    os.removedirs(cli.path(f"{ledger}/sub/deep"))
    cli.must("backup", ledger, f"{ledger}/../beside-it")
    cli.check("nothing was made there", not os.path.exists(f"{ledger}/inside"))
    cli.expect("backup over that of another ledger", 73, "backup", cli.fresh("till-2"), copy,
               says="another ledger")
    restore_early(cli)
    cli.expect("backup over a newer one", 73, "backup", "till-restored-early", copy, says="newer")
    cli.check("the backup is sound", cli.must("verify", copy, "--json").json()["ok"])
    name = next(name for name in sorted(os.listdir(copy)) if name.endswith(".seg"))
    flip(f"{copy}/{name}")
    cli.expect("restore a damaged backup", 65, "restore", copy, "till-other")
    cli.check("nothing is left", not os.path.exists("till-other"))
    flip(f"{ledger}/{name}")
    cli.expect("backup of a damaged ledger", 65, "backup", ledger, "till-other", says=name)
    cli.check("nothing is left", not os.path.exists("till-other"))
    flip(f"{ledger}/{name}")


def restore_early(cli):
    """A ledger restored from an earlier backup than the one that is there."""
    cli.must("backup", "till", "till-early")
    cli.must("post", "till", "earn", "1", "1", "--reference", "later")
    cli.must("backup", "till", "till-backup")
    cli.must("restore", "till-early", "till-restored-early")


def recover(cli):
    ledger = cli.fresh("recovered")
    start = cli.must("recover", ledger, "--json").json()["offset"]
    cli.must("post", ledger, "earn", "1", "5", "--reference", "r1")
    end = cli.expect("recover", 0, "recover", ledger, "--json").json()
    cli.check("says that the log ends in order", end["verdict"] == "end" and end["entries"] == 2, end)
    write(end["file"], end["offset"] + 512, b"\xff" * 512)
    before = content(ledger)
    torn = cli.expect("recover a torn tail", 0, "recover", ledger, "--json").json()
    cli.check("says so", torn["verdict"] == "torn" and torn["offset"] == end["offset"]
              and torn["tail"] == 1024, torn)
    cli.check("changes nothing", content(ledger) == before)
    cli.expect("accept a torn tail", 1, "recover", ledger, "--accept-tail", says="nothing to accept")
    cli.must("post", ledger, "earn", "1", "5", "--reference", "r2")
    end = cli.must("recover", ledger, "--json").json()
    cli.check("the next writer goes on", end["verdict"] == "end", end)

    write(end["file"], end["offset"], b"\xff" * 1024)
    found = cli.expect("recover an ambiguous tail", 0, "recover", ledger, "--json").json()
    cli.check("says so", found["verdict"] == "ambiguous" and found["entries"] == end["entries"], found)
    cli.expect("nobody writes meanwhile", 65, "post", ledger, "earn", "1", "5", "--reference", "r3",
               says="accept")
    cli.check("everybody reads", cli.available(ledger, "1") == "10")
    done = cli.expect("accept it", 0, "recover", ledger, "--accept-tail", "--json").json()
    cli.check("it goes to quarantine", os.path.getsize(f"{ledger}/{done['quarantine']}") == 1024, done)
    cli.must("post", ledger, "earn", "1", "5", "--reference", "r3")
    cli.check("and it goes on", cli.available(ledger, "1") == "15")
    cli.must("post", ledger, "earn", "2", "5", "--reference", "r4")

    process = start_import(cli, ledger)
    process.stdin.write((HEADER + "\n").encode())
    process.stdin.flush()
    await_reading(process)
    found = cli.must("recover", ledger, "--json").json()
    cli.check("recover beside a writer", found["verdict"] == "beingWritten", found)
    process.communicate(timeout=30)
    write(end["file"], start + 100, b"\xff")
    run = cli.expect("recover a damaged log", 65, "recover", ledger, "--json", says="--salvage")
    cli.check("says where", run.json()["verdict"] == "damaged" and run.json()["offset"] == start
              and run.json()["entries"] == 1, run)
    cli.expect("salvage it", 0, "recover", ledger, "--salvage", "saved-log", "--json")
    with open("saved-log/entries.jsonl", encoding="utf-8") as file:
        text = file.read()
    # Nothing tells who member 1 was.
    cli.check("has what is behind the damage",
              '"reference":"r4"' in text and '"reference":"r2"' not in text, text)


def salvage(cli):
    """A ledger with a changed byte in a segment: all blocks but one are there."""
    ledger = cli.fresh("salvaged")
    cli.must("import", ledger, "-", stdin=rows(0, 5_000))
    cli.must("post", ledger, "earn", "C1", "5", "--reference", "last")
    count = cli.must("info", ledger, "--json").json()["entries"]
    name = next(name for name in os.listdir(ledger) if name.endswith(".seg"))
    flip(f"{ledger}/{name}")
    run = cli.expect("salvage a damaged segment", 0, "recover", ledger, "--salvage", "saved",
                     "--json")
    found = run.json()
    cli.check("all blocks but one", found["entries"] + found["lost"] == count
              and 0 < found["lost"] <= 1024 and found["gaps"] == 1, run)
    cli.check("names the file", name in run.message, run)
    with open("saved/gaps.jsonl", encoding="utf-8") as file:
        gaps = [json.loads(line) for line in file]
    cli.check("lists the gap", gaps[0]["last"] - gaps[0]["first"] + 1 == found["lost"], gaps)
    new = cli.fresh("salvaged-new")
    run = cli.expect("import what was saved", 0, "import", new, "saved/entries.jsonl", "--json")
    # The unit is a duplicate.
    cli.check("all rows are posted", run.json()["posted"] >= found["entries"] - 2, run)
    cli.expect("salvage into what exists", 73, "recover", ledger, "--salvage", "saved")
    cli.expect("salvage nothing", 66, "recover", "nowhere", "--salvage", "saved-2")
    cli.check("nothing was made", not os.path.exists("saved-2"))


def content(directory):
    found = {}
    for name in os.listdir(directory):
        with open(os.path.join(directory, name), "rb") as file:
            found[name] = file.read()
    return found


def write(path, offset, data):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


def rows(first, end):
    """Earns with memos that do not compress well."""
    return HEADER + ",memo\n" + "".join(
        f"2024-01-01,earn,C{number % 500},{number % 9 + 1},R{number:06d},"
        f"{hashlib.sha256(b'%d' % number).hexdigest()[:32]}\n"
        for number in range(first, end))


def feed(process, text):
    """Gives an import its rows in parts, slowly enough for some backups."""
    data = text.encode()
    try:
        for start in range(0, len(data), 20_000):
            process.stdin.write(data[start:start + 20_000])
            process.stdin.flush()
            time.sleep(0.05)
        process.stdin.close()
    except OSError:
        pass


def flip(path):
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
