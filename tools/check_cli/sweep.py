"""Booking what has expired."""

from campaign import HEADER


def check(cli):
    ledger = cli.fresh("swept")
    cli.run("import", ledger, "-", stdin=HEADER + ",expires\n2020-01-01,earn,1,10,s1,2020-02-01\n"
            "2020-01-01,earn,2,5,s2,\n2020-01-02,hold,2,2,s3,2020-03-01\n")
    run = cli.expect("sweep --as-of", 0, "sweep", ledger, "--as-of", "2020-02-15", "--json")
    cli.check("its keys", {"expired": "10", "released": "0", "entries": 1}.items()
              <= run.json().items(), run)
    run = cli.expect("sweep", 0, "sweep", ledger, "--json")
    cli.check("releases", {"expired": "0", "released": "2", "entries": 1}.items()
              <= run.json().items(), run)
    run = cli.expect("sweep again", 0, "sweep", ledger, "--json")
    cli.check("books nothing", run.json()["entries"] == 0, run)
    cli.expect("sweep of the far future", 64, "sweep", ledger, "--as-of", "2999-01-01")
