"""Files with right checksums and wrong content: logs, segments, texts, chains, summaries, runs,
manifests. No command crashes or hangs, and `verify` rejects everything that would be answered from.
"""

import glob
import os
import resource
import struct

from torture_lib.forging import (
    EDGES,
    LogFile,
    ManifestFile,
    RunFile,
    SealedFile,
    mutated,
    put_edge,
    varint,
    write_sealed,
)
from torture_lib.material import csv_of, lively_rows, small_ledger
from torture_lib.round import DOCUMENTED, SMALL

FORGERIES = 36
MEMORY = 3 << 30
QUESTIONS = (
    ("balances", "LEDGER", "--json", "--as-of", "2021-01-01"),
    ("dump", "LEDGER"),
    ("dump", "LEDGER", "--format", "hledger"),
    ("info", "LEDGER"),
    ("history", "LEDGER", "A", "--unit", "points", "--json"),
    ("balance", "LEDGER", "A", "--unit", "points", "--json", "--as-of", "2021-01-01"),
    ("lots", "LEDGER", "A", "--unit", "points", "--as-of", "2021-01-01"),
    ("show", "LEDGER", "--sequence", "40"),
    ("replay", "LEDGER", "--json"),
    ("segments", "LEDGER"),
    ("report", "LEDGER", "rollforward", "--unit", "points", "--to", "2021-01-01"),
    ("report", "LEDGER", "ageing", "--unit", "points", "--as-of", "2021-01-01"),
)
WRITES = (
    (
        "post",
        "LEDGER",
        "earn",
        "A",
        "1",
        "--unit",
        "points",
        "--reference",
        "new",
        "--occurred",
        "2022-01-01",
    ),
    ("sweep", "LEDGER", "--as-of", "2022-01-01"),
    ("import", "LEDGER", "ROWS"),
)


def attack(round):
    made = lively_rows(1500, round.seed % 5, 30)
    first = round.file("first.csv", csv_of(made[:1250]))
    rows = round.file("rows.csv", csv_of(made[1250:]))
    source = small_ledger(round, "source", first)
    # The rest stays in an active log.
    round.must(
        "import",
        source,
        rows,
        "--refusals",
        "/dev/null",
        environment=dict(SMALL, POINTSLEDGER_LOG_BYTES="400000"),
    )
    kinds = list(FORGERS)
    for number in range(FORGERIES):
        kind = kinds[(number + round.number) % len(kinds)]
        directory = round.fresh("forged", source)
        tag = f"{kind} {number}: "
        try:
            what = FORGERS[kind](round, directory)
        except (struct.error, IndexError):
            continue  # the result cannot be written in this layout
        if what is None:
            continue
        round.count(f"forged {kind}s")
        ask(round, tag + what, directory, rows, must_fail=kind in ("summary", "chain"))


def ask(round, tag, directory, rows, must_fail):
    def run(question):
        arguments = [{"LEDGER": directory, "ROWS": rows}.get(part, part) for part in question]
        answer = round.run(*arguments, environment=SMALL, timeout=20, preexec_fn=little_memory)
        is_fine = round.judge(f"{tag}, {' '.join(question[::2])}", answer, DOCUMENTED - {64})
        if is_fine and answer.seconds > 10:
            round.find(f"{tag}, {question[0]}: takes {answer.seconds:.0f} seconds")
        return answer

    verdict = run(("verify", "LEDGER", "--json"))
    if must_fail and verdict.code == 0 and b'"notes":[]' in verdict.out:
        round.find(f"{tag}: verify passes it")
    questions = round.random.sample(QUESTIONS, 3)
    for question in questions:
        answer = run(question)
        # Without derived files the answers are the same, or verify has rejected the ledger.
        if (
            verdict.code == 0
            and answer.code == 0
            and question[0] not in ("info", "segments", "replay")
        ):
            bare = round.fresh("bare", directory)
            for path in glob.glob(os.path.join(bare, "*.idx")):
                os.remove(path)
            other = round.run(
                *[bare if part == "LEDGER" else part for part in question],
                environment=SMALL,
                timeout=20,
            )
            if other.code == 0:
                round.expect(
                    other.out == answer.out,
                    f"{tag}: verify passes, but {' '.join(question[::2])} differs: {answer}",
                )
    run(round.random.choice(WRITES))
    run(("verify", "LEDGER", "--json"))


def little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def any_file(round, directory, pattern):
    return round.random.choice(sorted(glob.glob(os.path.join(directory, pattern))))


def forge_log(round, directory):
    random = round.random
    log = LogFile(sorted(glob.glob(os.path.join(directory, "log-*")))[-1])
    frame = random.choice([frame for frame in log.frames if frame["kind"] == 1])
    way = random.randrange(10)
    if way < 7:
        entries = log.entries(frame)
        number = random.randrange(len(entries))
        entries[number] = mutated(random, entries[number])
        frame["body"] = b"".join(varint(len(entry)) + entry for entry in entries)
    elif way == 7:
        frame["body"] = mutated(random, frame["body"])
    elif way == 8:
        frame["count"] = random.choice(
            (1, 2, frame["count"] + 1, 0xFFFF_FFFF, 0x7FFF_FFFF, 1 << 20)
        )
    else:
        frame["clock"] = random.choice((-(1 << 63), (1 << 63) - 1, 0, frame["clock"] + (1 << 50)))
        later = log.frames[log.frames.index(frame) :]
        for other in later:
            other["clock"] = max(other["clock"], frame["clock"])
    log.write(directory)
    drop_derived(round, directory)
    return f"way {way}"


def drop_derived(round, directory):
    """Half of the time the derived files are removed, so that they cannot reveal it."""
    if round.random.random() < 0.5:
        for path in glob.glob(os.path.join(directory, "run-*")):
            os.remove(path)


def sealed(path):
    with open(path, "rb") as file:
        return SealedFile(os.path.basename(path), file.read())


def forge_chunk(
    round,
    directory,
    pattern,
    changes=lambda random, chunk: mutated(random, chunk),
    drops=True,
):
    random = round.random
    path = any_file(round, directory, pattern)
    file = sealed(path)
    filled = [chunks for chunks in file.blocks.values() if chunks]
    if not filled:
        return None
    chunks = random.choice(filled)
    number = random.randrange(len(chunks))
    column, chunk = chunks[number]
    changed = bytes(changes(random, chunk))
    if changed == chunk:
        return None
    chunks[number] = column, changed
    write_sealed(directory, file)
    if drops:
        drop_derived(round, directory)
    return f"{os.path.basename(path)[:4]} column {column}"


def bomb(random, chunk):
    """A column that claims very many values, or expands to very much."""
    count = random.choice((1 << 20, (1 << 20) - 1, 1 << 30, 65536, 1024))
    if random.random() < 0.5:
        return varint(count) + b"\0" + varint(random.choice(EDGES))
    block = b"\x1fA\x01\x00" + b"\xff" * 4000 + b"\x10\x50AAAAA"
    return (
        varint(count)
        + b"\x05\0"
        + varint(1)
        + bytes([random.choice((1, 8))])
        + varint(len(block))
        + block
    )


def forge_segment(round, directory):
    changes = bomb if round.random.random() < 0.3 else lambda random, chunk: mutated(random, chunk)
    return forge_chunk(round, directory, "seg-*", changes)


def forge_text(round, directory):
    return forge_chunk(round, directory, "text-*")


def one_bit(random, chunk):
    """The last byte of a column belongs to a value, not to the encoding."""
    changed = bytearray(chunk)
    changed[-1 - random.randrange(min(4, len(changed)))] ^= 1 << random.randrange(8)
    return changed


def forge_chain(round, directory):
    return forge_chunk(round, directory, "chain-*", one_bit, drops=False)


def forge_summary(round, directory):
    file = sealed(any_file(round, directory, "seg-*"))
    if not file.summary:
        return None
    changed = bytearray(file.summary)
    at = round.random.randrange(len(changed))
    changed[at] ^= 1 << round.random.randrange(8)
    file.summary = bytes(changed)
    write_sealed(directory, file)
    return f"byte {at} of {len(changed)}"


def forge_footer(round, directory):
    file = sealed(any_file(round, directory, "seg-*"))
    fixed = bytearray(file.fixed)
    put_edge(round.random, fixed, round.random.choice((0, 8, 16, 24, 28, 32)), 8)
    file.fixed = bytes(fixed)
    write_sealed(directory, file)
    return "footer"


def forge_run(round, directory):
    random = round.random
    run = RunFile(any_file(round, directory, "run-*"))
    unit, length = random.choice(run.pages + run.pages[-1:] * 3)
    used = min(max(struct.unpack_from("<I", run.data, unit * 4096 + 12)[0], 40), length * 4096 - 8)
    for _ in range(random.choice((1, 1, 2, 4))):
        at = unit * 4096 + random.choice((random.randrange(4, used), random.randrange(4, 40)))
        if random.random() < 0.5:
            run.data[at] ^= 1 << random.randrange(8)
        else:
            put_edge(random, run.data, at, 8)
    run.write([(unit, length)])
    return f"page {unit} of {run.pages[-1][0]}"


def forge_manifest(round, directory):
    random = round.random
    file = ManifestFile(any_file(round, directory, "MANIFEST-*"))
    way = random.randrange(5)
    if way == 0:
        put_edge(
            random, random.choice(file.records), random.choice((0, 2, 4, 8, 16, 24, 48, 56)), 8
        )
    elif way == 1:
        file.records = [file.records[0]] * random.choice((2, 65536, 65537))
    elif way == 2:
        file.name = random.choice((b"\xff\xfe", b"\x1b[31mred\n\0", b"n" * 256))
    elif way == 3:
        generation = random.choice((1 << 63, (1 << 64) - 1, (1 << 64) - 2))
        struct.pack_into("<Q", file.header, 48, generation)
        os.remove(file.path)
        file.path = os.path.join(directory, f"MANIFEST-{generation:016x}")
    else:
        put_edge(
            random, file.header, random.choice((8, 10, 12, 16, 32, 48, 56, 64, 72, 80, 88, 96)), 8
        )
    file.write()
    return f"way {way}"


FORGERS = {
    "summary": forge_summary,
    "log": forge_log,
    "run": forge_run,
    "segment": forge_segment,
    "chain": forge_chain,
    "text": forge_text,
    "manifest": forge_manifest,
    "footer": forge_footer,
}
