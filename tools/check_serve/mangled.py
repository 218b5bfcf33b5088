"""Requests that are mangled at random, over standard input: each line has one answer, nothing
traps, and the ledger stays sound."""

from check_serve.server import earn, lines_of

PIECES = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\u0000", b"\\ud800", b"-", b"1e999",
          b"9" * 30, b"null", b"true", b"\x00", b"\xff", b"\xc3", b'"id":', b'"kind":"earn"',
          b"+12mo"]


def check(cli):
    ledger = cli.fresh("mangled", "--unit", "points", "--unit", "miles:2")
    story = lines_of(requests()).splitlines()
    for number in range(20 if cli.asked.full else 4):
        lines = [mangled(cli.random, cli.random.choice(story)) for _ in range(1000)]
        lines = [line for line in lines if line.strip(b" \t\r")]
        answer = cli.run("serve", ledger, stdin=b"\n".join(lines) + b"\n", timeout=120)
        cli.check(f"1,000 mangled requests, {number + 1}",
                  answer.code == 0 and not answer.err
                  and len(answer.lines()) == len(lines), answer)
    cli.expect("the ledger is sound", 0, "verify", ledger)


def requests():
    yield from (earn(f"r{n}", member=f"m{n % 3}", id=n) for n in range(3))
    yield earn("r3", points="1.25", unit="miles", time="2024-01-01T10:00:00+01:00", basis=12.5)
    yield {"kind": "hold", "member": "m0", "points": "1", "reference": "h", "expires": "+30min"}
    yield {"kind": "capture", "member": "m0", "original": "h", "reference": "c", "partial": True}
    yield {"kind": "reverse", "member": "m0", "original": "r0", "points": "1", "reference": "v"}
    yield {"kind": "redeem", "member": "m1", "points": "1", "reference": "d", "lots": ["r1", "x y"]}
    yield {"kind": "unit", "unit": "km", "policy": "scale=1 restore=grace:30", "reference": "u"}
    yield {"id": "g", "posts": [earn("g1"), earn("g2", expires="end-of-month+12mo")]}
    yield {"preview": True, "posts": [earn("p1"), earn("p2", unit="miles", points="0.5")]}
    yield {"command": "balance", "member": "m0", "asOf": "2024-01-01", "atSequence": 5}
    yield {"command": "balances", "limit": 2, "after": "m0", "x-note": {"a": [1, None]}}
    yield {"command": "history", "member": "m0", "limit": 3, "before": 9}
    yield {"command": "show", "reference": "r0"}
    yield {"command": "lots", "member": "m0", "unit": "miles"}
    yield {"command": "report", "report": "rollforward", "from": "2024-01-01", "by": ["month"]}
    yield {"command": "report", "report": "liability", "value": "0.01", "within": 3}
    yield {"command": "sweep", "asOf": "2024-01-01"}
    yield {"command": "info"}


def mangled(random, line):
    line = bytearray(line)
    for _ in range(random.randrange(3)):
        place = random.randrange(len(line) + 1)
        what = random.randrange(3)
        if what == 0:
            line[place:place + random.randrange(1, 5)] = b""
        elif what == 1:
            line[place:place] = random.choice(PIECES)
        else:
            line[place:place + 1] = bytes([random.randrange(256)])
    # An end of line would make two requests of it, and `close` would end the session.
    return bytes(line).replace(b"\n", b" ")
