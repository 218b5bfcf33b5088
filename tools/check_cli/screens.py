"""What a terminal of 80 columns shows: no line is longer, and only ASCII where the locale asks."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time

from check_cli import history

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROGRESS = re.compile(r"\r\x1b\[K")
COLUMNS = 80
# Long texts, as a shop may have them.
LONG = "a receipt that was printed twice, since the first one had got wet in the rain, " * 3
REFERENCES = ["S012/T3/2026-03-01/0000451234", "0190a5c4-7c1e-7b6e-8f8e-5d0c2b1f9a77"]
REPORTS = ["rollforward", "ageing", "expiring", "liability", "triangle", "breakage", "lapsed",
           "repeat", "basis"]


def on_terminal(cli, *arguments, columns=COLUMNS, locale="C.UTF-8", stdin=None, stop=None):
    """Runs the command line on a terminal; returns its status, and what it wrote.

    `stop`: presses Ctrl-C after so many seconds."""
    environment = dict(cli.environment, LC_ALL=locale, TERM="xterm")
    environment.pop("NO_COLOR", None)
    environment.pop("COLUMNS", None)
    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [cli.binary, *map(str, arguments)], stdin=stdin or subprocess.DEVNULL, stdout=its,
        stderr=its, env=environment, cwd=cli.scratch, start_new_session=True)
    os.close(its)
    if stop:
        threading.Timer(stop, process.send_signal, [signal.SIGINT]).start()
    written = b""
    while True:
        try:
            part = os.read(mine, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(mine)
    return process.wait(), written.decode(errors="replace").replace("\r\n", "\n")


def check_screen(cli, *arguments, code=0, **other):
    """Checks one screen in both locales; returns what it showed."""
    name = " ".join(map(str, arguments))[:120]
    status, shown = on_terminal(cli, *arguments, **other)
    lines = COLOUR.sub("", shown).split("\n")
    wide = [line for line in lines if len(line) > COLUMNS]
    cli.check(f"{name}: fits 80 columns", status == code and not wide, (status, wide[:3]))
    status, ascii_only = on_terminal(cli, *arguments, locale="C", **other)
    cli.check("  and is ASCII in the locale C", ascii_only.isascii(), ascii_only[:300])
    return "\n".join(lines)


def rows(member):
    """Entries of one member with long references, times with milliseconds, and long texts."""
    lines = []
    for number in range(150):
        month = number % 12 + 1
        lines.append(
            f"2020-{month:02}-{number % 28 + 1:02}T10:11:12.345Z,earn,{member},{1234567 + number},"
            f"{REFERENCES[number % 2][:-4]}{number:04},\"{LONG[:200]}\",Küche 猫,spring-2020")
    return ("time,kind,member,points,reference,memo,location,campaign\n" + "\n".join(sorted(lines))
            + "\n")


def check(cli):
    every = sorted(set(re.findall(r"^  ([a-z-]+)", cli.run("--help").text.partition(
        "SUBCOMMANDS:")[2], re.M)))
    cli.check("there are commands", len(every) > 20, every)
    check_screen(cli, "--help")
    for command in every:
        check_screen(cli, command, "--help")
    ledger = cli.fresh("screens", "--unit", "points")
    cli.must("import", ledger, "-", stdin=history.everything())
    member = "member-with-a-long-name@example.org"
    wide = cli.fresh("screens-wide", "--unit", "points:2", "--name", "Bäckerei Groß")
    cli.must("import", wide, "-", stdin=rows(member))
    cli.must("post", wide, "earn", "Zoë", "3", "--reference", "zoe", "--memo", LONG)
    for name, whom in ((ledger, "a"), (wide, member)):
        for command in ("balance", "lots", "holds", "history", "disclose"):
            check_screen(cli, command, name, whom)
        for command in ("balances", "holds", "info", "segments", "verify", "replay", "clock",
                        "recover", "sweep"):
            check_screen(cli, command, name)
        check_screen(cli, "segments", name, "--columns")
        check_screen(cli, "verify", name, "--quick")
        for report in REPORTS:
            check_screen(cli, "report", name, report)
        check_screen(cli, "report", name, "rollforward", "--by", "month")
        check_screen(cli, "report", name, "liability", "--value", "0.0125", "--currency", "EUR",
                     "--breakage", "12.5")
        check_screen(cli, "report", name, "retention", "--from", "2020-02-01", "--to", "2020-08-01")
        for number in (1, 5, 12, 20):
            check_screen(cli, "show", name, "--sequence", number)
    shown = check_screen(cli, "history", wide, member, "--limit", 20)
    cli.check("a history that is cut says so", "20 of 150 entries" in shown, shown[-300:])
    cli.check("its numbers are whole", "185196225.00" in shown, shown[:600])
    shown = check_screen(cli, "balances", wide)
    cli.check("columns without anything are left out, and named",
              "everywhere: pending" in shown or "pending" in shown.split("\n")[0], shown)
    _, shown = on_terminal(cli, "balances", wide, columns=200)
    cli.check("a wide terminal shows all of them", "everywhere" not in shown and "arrears" in shown)
    _, shown = on_terminal(cli, "balances", wide, locale="C")
    cli.check("names are escaped for ASCII", "Zo\\u{00EB}" in shown, shown)
    plain = cli.run("history", ledger, "a").text.splitlines()
    cli.check("in a pipe a row is a line", len(plain) > 10 and max(map(len, plain)) > COLUMNS
              and not any(line.startswith("    -") for line in plain), plain[:3])
    check_messages(cli, ledger)
    check_progress(cli)


def check_messages(cli, ledger):
    """What goes wrong fits, too."""
    many = "time,kind,member,points,reference\n" + "".join(
        f"2020-06-01,redeem,nobody-{n},5,{REFERENCES[0]}-{n}\n" for n in range(1234))
    cli.write("many.csv", many)
    shown = check_screen(cli, "import", ledger, "many.csv", "--check")
    cli.check("refused rows are cut", "20 of" in shown and "1,234 are listed" in shown.replace("\n ", ""), shown[-600:])
    cli.write("bad.csv", "time,kind,membre,points,reference\n")
    check_screen(cli, "import", ledger, "bad.csv", code=65)
    for arguments, code in (
            (("post", ledger, "redeem", "a", 99999, "--reference", "r" * 60, "--preview"), 1),
            (("post", ledger, "earned", "a", 9, "--reference", "r"), 64),
            (("post", ledger), 64), (("report", ledger, "rolforward"), 64), (("balanse",), 64),
            (("history", ledger, "a", "--limit", 0), 64), (("info", "n" * 50), 66),
            (("init", ledger), 73), (("compact", ledger, "--before", "2020-03-01"), 64),
            (("post", ledger, "unit", "--reference", "u9", "--unit", "x", "--policy",
              "scaling=2"), 64)):
        check_screen(cli, *arguments, code=code)


def check_progress(cli):
    """Whatever takes over a second says so, on a terminal only, and takes it away."""
    ledger = cli.fresh("progress")
    cli.write("lines.csv", "time,kind,member,points,reference\n" + "".join(
        f"2024-01-01,earn,{n % 5000},1,p{n}\n" for n in range(60_000)))
    slow = (("import", ledger, "lines.csv"), ("verify", ledger), ("replay", ledger))
    for arguments in slow:
        start = time.monotonic()
        _, shown = on_terminal(cli, *arguments)
        if time.monotonic() - start < 1.5:
            continue
        cli.check(f"{arguments[0]}: a bar", re.search(r"\[#*\.*\] \d+ %", shown), shown[:300])
        last = shown[shown.rindex("\r\x1b[K"):] if "\r\x1b[K" in shown else "none"
        cli.check("  which is gone at the end", "[#" not in last and " %" not in last, last[:200])
    run = cli.run("verify", ledger)
    cli.check("none in a pipe", not run.message, run)
    again = cli.fresh("progress-stopped")
    status, shown = on_terminal(cli, "import", again, "lines.csv", stop=0.7)
    run = cli.run("verify", again, "--json")
    cli.check("Ctrl-C leaves a sound ledger", run.code == 0 and status in (0, 130), (status, run))
    status, shown = on_terminal(cli, "verify", ledger, stop=0.5)
    cli.check("and ends what only reads", status in (0, -signal.SIGINT), status)
