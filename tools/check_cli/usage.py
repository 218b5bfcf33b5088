"""Help, and misuse of each command."""

import os
import re

from campaign import ROOT


def check(cli):
    commands = sorted(set(re.findall(
        r"^  ([a-z-]+)", cli.run("--help").text.partition("SUBCOMMANDS:")[2], re.M)))
    cli.check("--help lists the commands", len(commands) > 20, commands)
    for command in commands:
        run = cli.expect(f"{command} --help", 0, command, "--help")
        cli.check(f"{command} --help has an example",
                  "xample" in run.text and not run.message, run)
        cli.check(f"{command} --help can be pasted", pasted(run.text), run)
        cli.expect(f"{command} without a ledger", 64, command)
        cli.expect(f"{command} with an unknown option", 64, command, "L", "--nonsense")
    cli.expect("--help", 0, "--help")
    run = cli.expect("--version", 0, "--version")
    cli.check("says version and format",
              re.fullmatch(r"pointsledger \d+\.\d+\.\d+, format 1\n", run.text), run)
    check_meant(cli)
    check_documented(cli)
    cli.expect("an unknown command", 64, "nonsense")
    cli.expect("no command", 64)
    variables = {"POINTSLEDGER_CLOCK": "2026-13-01", "POINTSLEDGER_LOG_BYTES": "much",
                 "POINTSLEDGER_MEMORY": "-1"}
    before = cli.environment
    for name, value in variables.items():
        cli.environment = dict(before, **{name: value})
        cli.expect(f"{name} that is none", 64, "init", "not-made", says=f"{name} is `{value}`")
    cli.environment = before
    cli.check("makes nothing", not os.path.exists("not-made"))


def check_meant(cli):
    """What was probably meant is said."""
    ledger = cli.fresh("meant")
    cli.expect("a negative value", 64, "report", ledger, "expiring", "--within", "-1",
               says="'-1' is invalid for '--within")
    cli.expect("the report without a name", 64, "report", ledger, "page", says="'page' is invalid")
    for arguments, meant in (
            (("balanse", ledger), "balance"), (("balance", ledger, "m", "--as-off", "x"), "--as-of"),
            (("report", ledger, "rolforward"), "rollforward"),
            (("dump", ledger, "--format", "jsnl"), "jsonl"),
            (("post", ledger, "earned", "m", "1", "--reference", "r"), "earn"),
            (("post", ledger, "redemption", "m", "1", "--reference", "r"), "redeem"),
            (("post", ledger, "unit", "--unit", "x", "--policy", "inactive=3", "--reference", "r"),
             "inactivity"),
            (("import", ledger, "-", "--columns", "membr=x"), "member")):
        cli.expect(f"{arguments[-1]}: did you mean {meant}", 64, *arguments,
                   says=rf"[Dd]id you mean '?{meant}'?\?")
    cli.expect("a wrong column", 65, "import", ledger, "-", says=r"did you mean member\?",
               stdin="time,kind,membre,points,reference\n")
    cli.expect("a wrong key", 65, "import", ledger, "-", "--format", "jsonl",
               stdin='{"referense":"x"}\n', says=r"unknown key.*did you mean reference\?")
    run = cli.expect("what is near nothing", 64, "xyzzy")
    cli.check("means nothing", "did you mean" not in run.message, run)


def check_documented(cli):
    """spec/interchange.md has each column, kind and policy key, in a table and in an example."""
    ledger = cli.fresh("documented")
    names = []
    for arguments, before in (
            (("import", ledger, "-", "--columns", "q=x"), "of the format: name "),
            (("post", ledger, "q", "m", "--reference", "r"), "the kinds are "),
            (("post", ledger, "unit", "--unit", "x", "--policy", "q=1", "--reference", "r"),
             "the keys are ")):
        listed = cli.run(*arguments).message.partition(before)[2].splitlines()[0]
        names += [name for name in re.findall(r"[a-zA-Z-]+", listed.partition("; did")[0].partition(
            ", or x-")[0])]
    with open(os.path.join(ROOT, "spec", "interchange.md"), encoding="utf-8") as file:
        page = file.read()
    examples = " ".join(re.findall(r"^[$>] .*$", page, re.M))
    lacking = [name for name in names if f"`{name}`" not in page
               or not re.search(rf"\b{name}\b", examples)]
    cli.check("every column, kind and policy key is documented with an example",
              len(names) > 40 and not lacking, (lacking, names))


def pasted(text):
    """Whether the examples are whole lines: a line that is wrapped would be a command of its own."""
    examples = text.partition("xample")[2].partition("\n\n")[0].splitlines()[1:]
    whole = re.sub(r"\\\n", "", "\n".join(examples)).splitlines()
    return bool(whole) and all(line.startswith("  pointsledger ") for line in whole)
