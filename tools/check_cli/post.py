"""Posts of every kind, their answers and refusals."""

import functools


@functools.cache
def check(cli):
    """Returns the ledger, with which `reading` goes on."""
    ledger = cli.fresh("posts", "--unit", "points", "--unit", "miles:2")

    def post(name, code, *arguments, says=None):
        return cli.expect(f"post {name}", code, "post", ledger, *arguments, "--json", says=says)

    run = post("earn", 0, "earn", "4711", "30", "--reference", "e1", "--occurred", "2024-01-01",
               "--expires", "2025-01-01", "--location", "S012", "--reason", "-minus", "--basis",
               "30.50", "--basis-unit", "EUR", "--memo", "two\nlines, \"quoted\"")
    cli.check("its keys", {"sequence": 2, "duplicate": False, "available": "30",
                           "allocations": []}.items() <= run.json().items(), str(run))
    run = post("the same again", 0, "earn", "4711", "30", "--reference", "e1", "--expires",
               "2025-01-01", "--occurred", "2024-01-01T01:00:00+01:00")
    cli.check("is a duplicate",
              run.json()["duplicate"] is True and run.json()["sequence"] == 2, run)
    run = post("other content", 1, "earn", "4711", "31", "--reference", "e1")
    cli.check("is a conflict", run.json()["refused"] == "referenceConflict", run)
    post("a further credit", 0, "earn", "4711", "20", "--reference", "e2", "--occurred",
         "2024-01-02")
    run = post("redeem", 0, "redeem", "4711", "35", "--reference", "r1", "--occurred",
               "2024-02-01")
    cli.check("takes the soonest expiry first", run.json()["allocations"] == [
        {"lot": 2, "reference": "e1", "points": "30"},
        {"lot": 3, "reference": "e2", "points": "5"}] and run.json()["available"] == "15", run)
    run = post("too much", 1, "redeem", "4711", "99", "--reference", "r2", says="available 15")
    cli.check("is refused with what is available", run.json()["refused"] == "insufficientPoints"
              and run.json()["available"] == "15" and run.json()["duplicate"] is False, run)
    run = post("too much again", 1, "redeem", "4711", "99", "--reference", "r2")
    cli.check("stays refused", run.json()["duplicate"] is True, run)
    run = post("partly", 0, "redeem", "4711", "99", "--reference", "r3", "--partial",
               "--occurred", "2024-02-02")
    cli.check("takes what is there", run.json()["available"] == "0"
              and run.json()["allocations"][0]["points"] == "15", run)
    post("adjust plus", 0, "adjust", "4711", "10", "--reference", "a1", "--reason", "gift")
    run = post("adjust minus", 0, "adjust", "4711", "-4", "--reference", "a2")
    cli.check("takes", run.json()["available"] == "6" and run.json()["change"] == "-4", run)
    overdraw(cli)
    post("adjust with a negative reference", 0, "adjust", "4711", "-1", "--reference", "-5")
    run = post("opening", 0, "opening", "4712", "1.50", "--unit", "miles", "--reference", "o1",
               "--activates", "2030-01-01")
    cli.check("is pending",
              run.json()["available"] == "0.00" and run.json()["pending"] == "1.50", run)
    run = post("hold", 0, "hold", "4711", "4", "--reference", "h1", "--expires", "2099-01-01")
    cli.check("holds", run.json()["available"] == "1" and run.json()["held"] == "4", run)
    run = post("capture a part", 0, "capture", "4711", "3", "--reference", "c1", "--original",
               "h1")
    cli.check("returns the rest", run.json()["available"] == "2" and run.json()["held"] == "0", run)
    post("hold", 0, "hold", "4711", "2", "--reference", "h0", "--expires", "2099-01-01")
    run = post("capture, and keep the rest", 0, "capture", "4711", "1", "--reference", "c0",
               "--original", "h0", "--partial")
    cli.check("holds the rest", run.json()["available"] == "0" and run.json()["held"] == "1", run)
    run = cli.expect("show its hold", 0, "show", ledger, "--reference", "h0", "--json")
    cli.check("says what is left", run.json()["left"] == "1" and [
        (item["kind"], item["points"]) for item in run.json()["followedBy"]]
        == [("capture", "1")], run)
    run = cli.expect("holds", 0, "holds", ledger, "--json")
    cli.check("names what is open", run.json() == {
        "member": "4711", "unit": "points", "sequence": run.json()["sequence"], "reference": "h0",
        "points": "2", "left": "1", "expires": "2099-01-01T00:00:00Z"}, run)
    run = cli.expect("holds of a member", 0, "holds", ledger, "4711")
    cli.check("for people", run.text.splitlines()[0].split() == [
        "member", "unit", "reference", "points", "left", "expires"] and "h0" in run.text, run)
    cli.expect("holds of nobody", 1, "holds", ledger, "nobody", says="nobody")
    run = cli.expect("holds before", 0, "holds", ledger, "--as-of", "2024-01-05", "--json")
    cli.check("there was none", run.text == "", run)
    run = cli.expect("holds after the deadline", 0, "holds", ledger, "--as-of", "2099-01-01",
                     "--json")
    cli.check("none is left", run.text == "", run)
    post("release the rest", 0, "release", "4711", "--reference", "l0", "--original", "h0")
    post("give it back", 0, "reverse", "4711", "--reference", "v0", "--original", "c0")
    post("hold", 0, "hold", "4711", "1", "--reference", "h2", "--expires", "2099-01-01")
    post("release", 0, "release", "4711", "--reference", "l1", "--original", "h2")
    post("release twice", 1, "release", "4711", "--reference", "l2", "--original", "h2",
         says="holdClosed")
    run = post("reverse", 0, "reverse", "4711", "--reference", "v1", "--original", "r3")
    cli.check("restores all that is left", run.json()["available"] == "17", run)
    run = post("reverse again", 1, "reverse", "4711", "--reference", "v2", "--original", "r3")
    cli.check("says what remains", run.json() .get("remaining") == "0"
              and run.json()["refused"] == "alreadyReversed", run)
    post("a credit that ends", 0, "earn", "4714", "1", "--reference", "e3", "--expires",
         "2097-01-01")
    post("extend", 0, "extend", "4714", "--reference", "x1", "--original", "e3", "--expires",
         "2098-01-01")
    post("extend to less", 1, "extend", "4714", "--reference", "x2", "--original", "e3",
         "--expires", "2096-01-01", says="notExtendable")
    post("enroll", 0, "enroll", "4713", "--reference", "n1")
    run = post("transfer", 0, "transfer", "4711", "7", "--counterparty", "4713", "--reference",
               "t1")
    cli.check("leaves the rest", run.json()["available"] == "10", run)
    cli.check("and gives to the receiver", cli.available(ledger, "4713", "--unit", "points") == "7")
    post("link", 0, "link", "4713", "--counterparty", "phone-1", "--reference", "k1")
    cli.check("a linked identifier is the member",
              cli.available(ledger, "phone-1", "--unit", "points") == "7")
    post("unlink", 0, "unlink", "4713", "--counterparty", "phone-1", "--reference", "k2")
    post("freeze", 0, "freeze", "4713", "--policy", "all", "--reference", "f1")
    post("redeem of a frozen member", 1, "redeem", "4713", "1", "--reference", "f2",
         says="memberFrozen")
    post("unfreeze", 0, "unfreeze", "4713", "--reference", "f3")
    post("merge", 0, "merge", "4713", "--counterparty", "4711", "--reference", "m1")
    cli.check("moves everything", cli.available(ledger, "4711", "--unit", "points") == "17")
    post("unit without a member", 0, "unit", "--unit", "stamps", "--policy",
         "scale=1 restore=grace:30", "--reference", "u1")
    post("unit with an empty member", 0, "unit", "", "--unit", "stamps", "--policy",
         "reversal=refuse", "--reference", "u2")
    post("in the new unit", 0, "earn", "4711", "1.5", "--unit", "stamps", "--reference", "s1")
    run = post("close-period", 0, "close-period", "--reference", "p1", "--occurred", "2024-01-01")
    cli.check("is about no account", run.json()["available"] is None, run)
    run = post("closing it twice", 1, "close-period", "--reference", "p2", "--occurred",
               "2024-01-01")
    cli.check("says through when", run.json()["through"] == "2024-01-01T00:00:00Z", run)
    post("unknown member", 1, "redeem", "nobody", "1", "--reference", "w1", says="unknownMember")
    post("unknown original", 1, "reverse", "4711", "--original", "no", "--reference", "w2",
         says="unknownOriginal")
    post("unknown unit", 1, "earn", "4711", "1", "--unit", "no", "--reference", "w3",
         says="unknownUnit")
    for name, arguments in {
        "points 0": ["earn", "4711", "0"], "negative earn": ["earn", "4711", "-1"],
        "missing points": ["earn", "4711"], "missing member": ["earn"],
        "expires before it activates": ["earn", "4711", "1", "--expires", "2000-01-01"],
        "a field too many": ["earn", "4711", "1", "--original", "e1"],
        "the far future": ["earn", "4711", "1", "--occurred", "2999-01-01"],
        "too many points": ["earn", "4711", "9999999999999999"],
        "an expiry by hand": ["expire", "4711", "1"],
        "a basis that is no number": ["earn", "4711", "1", "--basis", "much"],
    }.items():
        run = post(name, 65, *arguments, "--reference", "z1")
        cli.check("is malformed", run.json()["refused"] == "malformed", run)
    for name, arguments in {
        "an unknown kind": ["give", "4711", "1", "--reference", "z1"],
        "no reference": ["earn", "4711", "1"],
        "a long reference": ["earn", "4711", "1", "--reference", "x" * 65],
        "an empty reference": ["earn", "4711", "1", "--reference", ""],
        "a long member": ["earn", "x" * 65, "1", "--reference", "z1"],
        "a bad time": ["earn", "4711", "1", "--reference", "z1", "--occurred", "yesterday"],
        "a time without zone": ["earn", "4711", "1", "--reference", "z1", "--occurred",
                                "2024-01-01T00:00:00"],
        "microseconds": ["earn", "4711", "1", "--reference", "z1", "--occurred",
                         "2024-01-01T00:00:00.0001Z"],
        "too many decimals": ["earn", "4711", "1.5", "--reference", "z1"],
        "points that are none": ["earn", "4711", "ten", "--reference", "z1"],
        "a bad policy": ["unit", "--unit", "q", "--policy", "scale", "--reference", "z1"],
        "an argument too many": ["earn", "4711", "1", "2", "--reference", "z1"],
    }.items():
        cli.expect(f"post {name}", 64, "post", ledger, *arguments)
    before = cli.run("info", ledger, "--json").json()["entries"]
    run = post("--preview", 0, "earn", "4711", "5", "--reference", "dry", "--preview")
    cli.check("says what would be", run.json()["available"] == "22", run)
    post("--preview of a refusal", 1, "redeem", "4711", "999", "--reference", "dry", "--preview")
    cli.check("and writes nothing", cli.run("info", ledger, "--json").json()["entries"] == before)
    run = cli.expect("post without --json", 0, "post", ledger, "earn", "4711", "1", "--reference",
                     "text")
    cli.check("speaks to people", "posted: entry" in run.text and "available" in run.text, run)
    return ledger


def overdraw(cli):
    """A negative adjustment that leaves arrears, and its reversal."""
    ledger = cli.fresh("overdraw", "--unit", "points", "--unit", "miles:2")

    def post(name, code, *arguments, says=None):
        return cli.expect(f"post {name}", code, "post", ledger, *arguments, "--json", says=says)

    run = post("adjust beyond what is there", 0, "adjust", "4719", "0.50", "--unit", "miles",
               "--reference", "a3")
    run = post("overdraw", 0, "adjust", "4719", "-2", "--unit", "miles", "--reference", "a4",
               "--policy", "arrears")
    cli.check("leaves the rest owing", run.json()["arrears"] == "1.50"
              and run.json()["leftOwing"] == "1.50", run)
    post("a credit pays", 0, "earn", "4719", "1", "--unit", "miles", "--reference", "a5")
    run = post("its reversal", 0, "reverse", "4719", "--original", "a4", "--reference", "a6")
    cli.check("gives back what was taken and paid, and cancels the rest", run.json()["cancelled"]
              == "0.50" and run.json()["available"] == "1.50" and run.json()["arrears"] == "0.00",
              run)
    run = cli.expect("show the debt", 0, "show", ledger, "--reference", "a4", "--json")
    cli.check("names what paid it", run.json()["stillOwed"] == "0.00" and run.json()["policy"]
              == "arrears" and [p["reference"] for p in run.json()["paidBy"]] == ["a5"], run)
    post("adjust with another policy", 64, "adjust", "4719", "-1", "--reference", "a7",
         "--policy", "all", says="arrears")
    post("a policy on an adjust above 0", 65, "adjust", "4719", "1", "--reference", "a8",
         "--policy", "arrears", says="policy")
