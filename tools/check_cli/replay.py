"""`replay`, up to an instant too, and its assertions."""

from campaign import HEADER
from check_cli import dump


def check(cli):
    source = dump.check(cli)
    run = cli.expect("replay", 0, "replay", source, "--json")
    cli.check("its keys", {"entries", "totals", "stateDigest", "seconds"} <= set(run.json())
              and run.json()["entries"] == cli.run("info", source, "--json").json()["entries"], run)
    run = cli.expect("replay --until N", 0, "replay", source, "--until", "3", "--json")
    cli.check("goes that far", run.json()["entries"] == 4, run)
    ledger = cli.fresh("replayed")
    cli.run("import", ledger, "-",
            stdin=HEADER + "\n2020-01-01,earn,1,10,s1\n2020-01-01,earn,2,5,s2\n"
            "2020-01-20,redeem,1,10,s3\n")
    rows = cli.run("balances", ledger, "--json", "--as-of", "2020-01-15").lines()
    text = "member,unit,available\n" + "".join(
        f"{row['member']},{row['unit']},{row['available']}\n" for row in rows)
    cli.write("balances.csv", text)
    cli.expect("replay --until T --assert", 0, "replay", ledger, "--until", "2020-01-15",
               "--assert", "balances.csv")
    says = r"balances.csv: line 2: member 1, unit points: expected 10, found 0"
    run = cli.expect("replay --assert that differs", 1, "replay", ledger, "--assert",
                     "balances.csv", "--json", says=says)
    cli.check("counts them", run.json()["differences"] >= 1, run)
    cli.write("fewer.csv", "member,unit,available\n1,points,10\n")
    cli.expect("replay --assert that lists too few", 1, "replay", ledger, "--until", "2020-01-15",
               "--assert", "fewer.csv", says="not listed: member 2")
    for name, content in {"nothing": "", "bad columns": "member,available,colour\n",
                          "bad points": "member,unit,available\n1,points,x\n",
                          "an unknown unit": "member,unit,available\n1,no,1\n",
                          "a member twice": "member,unit,available\n1,points,1\n1,,1\n"}.items():
        cli.expect(f"replay --assert with {name}", 65, "replay", ledger, "--assert",
                   cli.write("assert.csv", content), says="assert.csv")
    cli.expect("replay --as-of T --assert", 0, "replay", ledger, "--as-of", "2020-01-15",
               "--assert", "balances.csv")
    cli.run("post", ledger, "link", "1", "--counterparty", "card", "--reference", "l1",
            "--occurred", "2020-02-01")
    cli.run("post", ledger, "earn", "card", "7", "--reference", "s4", "--occurred", "2020-02-02",
            "--expires", "2020-03-01")
    cli.expect("replay --assert by another identifier", 0, "replay", ledger, "--as-of",
               "2020-02-15", "--assert",
               cli.write("assert.csv", "member,unit,available\ncard,points,7\n2,,5\n"))
    cli.expect("replay --assert as of now", 0, "replay", ledger, "--assert",
               cli.write("assert.csv", "member,available\n1,0\n2,5\n"))
    cli.expect("replay --assert by another identifier that differs", 1, "replay", ledger, "--assert",
               cli.write("assert.csv", "member,available\ncard,7\n2,5\n"),
               says="line 2: member card, unit points: expected 7, found 0")
    cli.expect("replay --assert of no file", 66, "replay", ledger, "--assert", "missing.csv")
    cli.expect("replay --until nonsense", 64, "replay", ledger, "--until", "soon")
