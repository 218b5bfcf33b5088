"""Making a ledger."""

import os


def check(cli):
    run = cli.expect("init", 0, "init", "plain", "--json")
    cli.check("its keys", run.json() == {
        "ledger": "plain", "name": "", "units": [{"unit": "points", "scale": 0}]}, str(run))
    cli.expect("init of an existing ledger", 73, "init", "plain", says="plain")
    run = cli.expect("init with units", 0, "init", "units", "--json", "--name", "Café", "--unit",
                     "points", "--unit", "miles:2", "--inactivity", "365")
    cli.check("name and units", run.json()["name"] == "Café" and run.json()["units"] == [
        {"unit": "points", "scale": 0}, {"unit": "miles", "scale": 2}], str(run))
    policies = [unit["policy"] for unit in cli.run("info", "units", "--json").json()["units"]]
    cli.check("--inactivity goes to every unit",
              all("inactivity=365" in policy for policy in policies), policies)
    for bad in ["", "a b", "x" * 17, "p:7", "p:-1", "p:x", "p:"]:
        cli.expect(f"--unit {bad!r}", 64, "init", "never", "--unit", bad)
    cli.expect("a unit twice", 64, "init", "never", "--unit", "a", "--unit", "a:2")
    cli.expect("--inactivity 0", 64, "init", "never", "--inactivity", "0")
    cli.expect("a name that is too long", 64, "init", "never", "--name", "n" * 256, says="255")
    cli.expect("a directory whose name is too long", 73, "init", "d" * 256)
    cli.check("nothing is left behind", not os.path.exists("never"))
    cli.write("a-file", "text")
    cli.expect("init on a file", 73, "init", "a-file")
    cli.expect("init below nothing", 73, "init", "nowhere/at/all")
    os.mkdir("empty")
    cli.expect("init in an empty directory", 0, "init", "empty")
    os.mkdir("full")
    cli.write("full/other", "text")
    cli.expect("init in a directory with something in it", 73, "init", "full")
    cli.expect("a reference of the unit", 0, "show", "plain", "--reference", "unit/points")
