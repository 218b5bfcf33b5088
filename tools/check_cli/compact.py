"""Old entries are dropped, an archive takes them, a member is erased or disclosed."""

import os

from campaign import HEADER

ROWS = 2_000
CUT = "2020-03-01"


def rows():
    """A row an hour from 2020 on: 1,440 hours are before the cut."""
    text = HEADER + ",expires,memo\n"
    for number in range(1, ROWS):
        day, hour = divmod(number, 24)
        month, day = next((month, day - first + 1) for month, first in
                          ((3, 60), (2, 31), (1, 0)) if day >= first)
        kind, points = ("redeem", 1) if number % 9 == 0 else ("earn", 5)
        text += (f"2020-{month:02d}-{day:02d}T{hour:02d}:00:00Z,{kind},C{number % 7},{points},"
                 f"R{number:06d},{'2020-12-31' if kind == 'earn' else ''},memo-{number % 7}\n")
    return text


def check(cli):
    ledger = cli.fresh("compacted")
    cli.must("import", ledger, "-", stdin=rows())
    before = cli.must("balances", ledger, "--json").out
    archive = "compacted-archive"

    cli.expect("compact needs an archive", 64, "compact", ledger, "--before", CUT)
    cli.expect("or a count", 64, "compact", ledger, "--before", CUT, "--archive", archive,
               "--discard", "3")
    cli.expect("compact in the future", 64, "compact", ledger, "--before", "2999-01-01",
               "--archive", archive)
    cli.expect("an archive inside the ledger", 73, "compact", ledger, "--before", CUT,
               "--archive", f"{ledger}/inside")
    run = cli.expect("discard another number", 64, "compact", ledger, "--before", CUT,
                     "--discard", "7")
    cli.check("says how many there are", "1024 entries would be discarded" in run.message, run)
    os.mkdir(archive)
    cli.expect("an archive that is there", 73, "compact", ledger, "--before", CUT,
               "--archive", archive)
    os.rmdir(archive)
    cli.check("nothing happened", cli.must("info", ledger, "--json").json()["entries"] == ROWS)

    run = cli.expect("compact", 0, "compact", ledger, "--before", CUT, "--archive", archive,
                     "--json")
    keys = {"droppedEntries", "keptEntries", "bytesBefore", "bytesAfter", "stateDigest"}
    cli.check("its keys", keys <= set(run.json()) and run.json()["droppedEntries"] == 1024, run)
    cli.check("balances are as before", cli.must("balances", ledger, "--json").out == before)
    cli.check("it verifies", cli.must("verify", ledger, "--json").json()["ok"])
    cli.check("the archive verifies", cli.must("verify", archive, "--json").json()["ok"])
    cli.check("with the dropped entries",
              len(cli.must("dump", archive, "--format", "csv").text.splitlines()) > 1_000)
    cli.expect("the archive takes nothing", 74, "post", archive, "earn", "C1", "5",
               "--reference", "new", says="restore-archive")
    run = cli.expect("show below the cut", 1, "show", ledger, "--reference", "R000009")
    cli.check("names the archive", archive in run.message and "1024" in run.message, run)
    run = cli.run("import", ledger, "-", "--json", stdin=rows())
    cli.check("nothing is posted again", run.json()["posted"] == 0 and
              run.json()["duplicates"] == ROWS - 1, run)
    run = cli.run("post", ledger, "earn", "C1", "5", "--reference", "R000010", "--json")
    cli.check("nor by hand", b"compactedReference" in run.out + run.err, run)
    text = cli.must("info", ledger).text + cli.must("segments", ledger).text
    cli.check("info and segments show the base", ".base" in text and archive in text, text)

    joined = "compacted-joined"
    cli.expect("restore-archive", 0, "restore-archive", ledger, archive, joined)
    cli.check("has all again", cli.must("show", joined, "--reference", "R000009").text != "")
    cli.check("and the same balances",
              cli.must("balances", joined, "--json").out == before)
    erase(cli, ledger, archive)


def erase(cli, ledger, archive):
    run = cli.expect("disclose", 0, "disclose", ledger, "C3", "--json")
    cli.check("has the texts", b"memo-3" in run.out and b"memo-4" not in run.out, run)
    run = cli.expect("disclose as text", 0, "disclose", ledger, "C3")
    cli.check("says where the rest is", archive in run.text and "C3" in run.text, run)
    kept = len([entry for entry in cli.must("dump", ledger, "--format", "jsonl").lines()
                if entry.get("member") == "C3"])
    cli.check("with all entries that are kept", run.text.count("memo-3") >= kept - 20, run)
    for entry in cli.must("history", ledger, "C3", "--limit", "5", "--json").lines():
        cli.expect("show of a kept entry whose sources were dropped", 0, "show", ledger,
                   "--sequence", entry["sequence"], "--json")
    cli.expect("disclose nobody", 1, "disclose", ledger, "nobody")
    cli.must("sweep", ledger)  # an erasure books what is due on the member's accounts
    before = cli.must("info", ledger, "--json").json()
    run = cli.expect("erase", 0, "erase", ledger, "C3", "--json")
    cli.check("its keys", {"sequence", "rootBefore", "rootAfter"} <= set(run.json()) and
              run.json()["rootBefore"] == run.json()["rootAfter"], run)
    for directory in (ledger, archive):
        names = sorted(os.listdir(directory))
        found = [name for name in names if b"memo-3" in read(directory, name)]
        cli.check(f"no byte is left in {directory}", found == [], found)
        cli.check("it verifies", cli.must("verify", directory, "--json").json()["ok"])
    cli.expect("erase again", 1, "erase", ledger, "C3")
    cli.expect("erase nobody", 1, "erase", ledger, "nobody")
    after = cli.must("info", ledger, "--json").json()
    cli.check("one entry more", after["entries"] == before["entries"] + 1, after)
    cli.must("post", ledger, "earn", "C3", "4", "--reference", "stranger")
    run = cli.must("balance", ledger, "C3", "--json")
    cli.check("the identifier is a stranger's", run.json()["available"] == "4", run)
    moved(cli, ledger, archive)


def moved(cli, ledger, archive):
    """An archive that is not at hand is erased in later, where it is then."""
    elsewhere = "compacted-elsewhere"
    os.rename(archive, elsewhere)
    run = cli.expect("erase without the archive", 0, "erase", ledger, "C4", "--json")
    cli.check("names it", [os.path.basename(name) for name in run.json()["untouchedArchives"]] == [archive],
              run)
    place = cli.must("info", ledger, "--json").json()["archives"][0]
    cli.check("info says what is to be done",
              (place["first"], place["last"], place["atHand"], place["pendingErasures"])
              == (0, 1023, False, 1), place)
    run = cli.expect("join before that", 64, "restore-archive", ledger, elsewhere, "too-early")
    cli.check("says what to do", "--pending" in run.message, run)
    run = cli.expect("it is not there", 1, "erase", ledger, "--pending")
    cli.check("and is named", "not erased in" in run.message and archive in run.message, run)
    text = cli.must("info", ledger).text
    cli.check("in words, too", "not at hand, 1 erasure to carry out" in text, text)
    cli.expect("whom to erase", 64, "erase", ledger)
    cli.expect("not both", 64, "erase", ledger, "C5", "--pending")
    cli.expect("not its archive", 65, "erase", ledger, "--pending", "--archive",
               "compacted-joined")
    cli.expect("erase elsewhere", 0, "erase", ledger, "--pending", "--archive", elsewhere)
    place = cli.must("info", ledger, "--json").json()["archives"][0]
    cli.check("that is its place now", (os.path.basename(place["archive"]), place["atHand"],
                                        place["pendingErasures"]) == (elsewhere, True, 0), place)
    found = [name for name in os.listdir(elsewhere) if b"memo-4" in read(elsewhere, name)]
    cli.check("no byte is left there", found == [], found)
    run = cli.expect("nothing more", 0, "erase", ledger, "--pending", "--json")
    cli.check("nothing was done", run.json() == {"rewritten": [], "untouchedArchives": []}, run)
    run = cli.run("compact", ledger, "--before", CUT, "--archive", "compacted-more", "--json")
    cli.check("what keeps the rest is said", run.json()["droppedEntries"] == 0 and
              "was effective" in run.json()["kept"], run)


def read(directory, name):
    with open(os.path.join(directory, name), "rb") as file:
        return file.read()
