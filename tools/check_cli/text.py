"""Characters that control a terminal or are invisible are escaped for people."""

import unicodedata

from campaign import HEADER


# Nothing of the first may reach a terminal raw; the second has a character in its middle.
HIDDEN = ("\x1b[31m", "\x07", "\x7f", "\x85", "\x9b31m", "\u061c", "\u200b", "\u200e", "\u200f",
          "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\U000e0041")
ESCAPED_IN_JSON = (
    "\x1b[31m\x07\x7f\x85\x9b31m\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069")
SEEN = "Å 猫 \u00e9"


def is_visible(text):
    """Whether some output contains only visible characters and line feeds."""
    return all(character == "\n" or unicodedata.category(character) not in
               ("Cc", "Cf", "Zl", "Zp") for character in text)


def check(cli):
    ledger = cli.fresh("hidden")
    for number, hidden in enumerate(HIDDEN):
        name = f"a{hidden}b"
        # No identifier and no reference has a control character.
        is_name = not any(unicodedata.category(character) == "Cc" for character in hidden)
        member = name if is_name else f"m{number}"
        reference = f"r{hidden}{number}" if is_name else f"r{number}"
        cli.expect(f"{hidden!r} is posted", 0, "post", ledger, "earn", member, "1", "--reference",
                   reference, "--memo", name, "--location", name)
        shown = [
            cli.run("balance", ledger, name), cli.run("history", ledger, name),
            cli.run("lots", ledger, name), cli.run("history", ledger, member), cli.run("show", ledger, "--sequence", number + 1),
            cli.run("balance", ledger, name + "?"), cli.run("show", ledger, "--reference", name),
            cli.run("balance", ledger, "x", "--unit", name),
            cli.run("post", ledger, "redeem", name, "5", "--reference", f"no{name}"),
            cli.run("post", ledger, name, "m", "1", "--reference", "k"),
            cli.run("post", ledger, "earn", "m", name, "--reference", "p"),
            cli.run("verify", name), cli.run("info", f"./{name}/{name}"),
            cli.run("import", ledger, name), cli.run(name),
            cli.run("balance", ledger, "m", f"--{name}"),
            cli.run("report", ledger, "ageing", "--time-zone", name),
            cli.run("init", ledger + "/" + name),
            cli.run("import", ledger, "-", stdin=f"{HEADER}\n"
                    f"2024-01-01,redeem,{name},9,{name}\n2024-01-01,{name},m,1,r\n"),
            cli.run("import", ledger, "-", stdin=f"{HEADER},{name}\n")]
        wrong = [run for run in shown if not is_visible(run.text) or not is_visible(run.message)]
        cli.check(f"{hidden!r} is escaped for people", not wrong, "; ".join(map(str, wrong)))
        run = cli.run("show", ledger, "--reference", reference, "--json")
        if hidden in ESCAPED_IN_JSON:
            cli.check("and in JSON", is_visible(run.text) and run.json()["member"] == member
                      and run.json()["memo"] == name, run)
    run = cli.run("balances", ledger)
    cli.check("tables too", is_visible(run.text), run)
    raw = cli.run("dump", ledger).out.decode()
    cli.check("a CSV dump is exact", all(f"a{hidden}b" in raw for hidden in HIDDEN), raw[:300])
    again = cli.fresh("hidden-again")
    cli.run("import", again, "-", "--format", "jsonl",
            stdin=cli.run("dump", ledger, "--format", "jsonl").out)
    cli.check("a JSON Lines dump says the same",
              cli.digest(again) == cli.digest(ledger))
    cli.run("post", ledger, "earn", SEEN, "1", "--reference", "seen")
    cli.check("what is seen stays", SEEN in cli.run("balances", ledger).text)
    run = cli.run("balance", ledger, "m\nok: yes")
    cli.check("a line feed of an argument begins no line", "\nok: yes" not in run.message, run)
    run = cli.run("verify", b"l\xff\xfe")
    cli.check("bytes that are not UTF-8 are named",
              run.code == 64 and "l\\xFF\\xFE" in run.message, run)
