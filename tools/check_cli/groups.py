"""Groups are posted whole or not at all."""

from campaign import HEADER


def check(cli):
    ledger = cli.fresh("groups")
    text = (HEADER + ",counterparty,group\n"
            "2024-01-01,earn,1,10,g1,,a\n2024-01-01,redeem,1,4,g2,,a\n"
            "2024-01-02,earn,1,5,g3,,b\n2024-01-02,redeem,1,99,g4,,b\n"
            "2024-01-03,earn,2,5,g5,,\n"
            "2024-01-04,transfer,1,1,g6,2,c\n")
    run = cli.expect("groups", 0, "import", ledger, "-", "--json", stdin=text)
    cli.check("are posted all or none", run.json()["refusals"] == {
        "insufficientPoints": 1, "groupRefused": 1} and run.json()["posted"] == 4
        and cli.available(ledger, "1") == "5", run)
    run = cli.expect("groups again", 0, "import", ledger, "-", "--json", stdin=text)
    cli.check("add nothing", run.json()["duplicates"] == 6 and run.json()["refused"] == 0, run)
    big = HEADER + ",group\n" + "".join(
        f"2024-02-01,earn,1,1,big{n},x\n" for n in range(1025))
    cli.expect("a group of 1,025", 65, "import", ledger, "-", stdin=big, says="line 1026.*1024")
    cli.check("is not posted", cli.available(ledger, "1") == "5")
    cli.expect("a group of 1,024", 0, "import", ledger, "-",
               stdin="\n".join(big.splitlines()[:1025]) + "\n")
    apart = (HEADER + ",group\n2024-02-01,earn,8,1,k1,x\n2024-02-01,earn,8,2,k2,\n"
             "2024-02-01,earn,8,4,k3,x\n2024-02-01,earn,8,8,k4,\n")
    cli.expect("a group that other rows broke", 65, "import", ledger, "-", stdin=apart,
               says="line 4, column group: the group began on line 2")
    cli.check("ends the import there", cli.available(ledger, "8") == "3")
    broken = (HEADER + ",group\n2024-03-01,earn,9,1,h1,\n2024-03-01,earn,9,1,h2,y\n"
              "2024-03-01,earn,9,0,h3,y\n")
    cli.expect("a malformed row in a group", 65, "import", ledger, "-", stdin=broken,
               says="line 4, column points")
    cli.check("keeps what came before the group only", cli.available(ledger, "9") == "1")
