"""`kill -9` of the server again and again, while 20 clients post: every answered post is there, and
every retry is a duplicate."""

import signal
import threading
import time

from check_serve.server import Client, Server
from serve_client import Ledger

CLIENTS = 20


class Till(threading.Thread):
    """Posts one after the other, each until it is answered; keeps the answers."""

    def __init__(self, path, number):
        super().__init__()
        self.ledger = Ledger(path, patience=60)
        self.number = number
        self.answers = {}
        self.failure = None
        self.must_stop = False
        self.retried = 0

    def run(self):
        number = 0
        try:
            while not self.must_stop:
                reference = f"till-{self.number}-{number}"
                answer = self.ledger.ask(**self.post(reference))
                self.answers[reference] = answer["sequence"]
                self.retried += answer["duplicate"]
                number += 1
        except Exception as failure:
            self.failure = failure

    def post(self, reference):
        # Five tills share the members; of each ten posts the last redeems.
        kind = "redeem" if reference.endswith("9") else "earn"
        member = f"member {self.number % 4} {int(reference.split('-')[-1]) // 10 % 50}"
        return dict(kind=kind, member=member, points="1", reference=reference)


def check(cli):
    kills = cli.asked.kills or (200 if cli.asked.full else 10)
    with cli.sealing(100_000):
        ledger = cli.fresh("kills")
        with Server(cli, ledger) as server:
            tills = [Till(server.path, number) for number in range(CLIENTS)]
            for till in tills:
                till.start()
            for number in range(kills):
                time.sleep(cli.random.uniform(0.02, 0.3))
                if number % 10 == 5:
                    server.process.send_signal(signal.SIGTERM)
                    server.process.wait()
                else:
                    server.kill()
                server.start()
            for till in tills:
                till.must_stop = True
            for till in tills:
                till.join()
            examine(cli, server, tills, kills)
        cli.expect("the ledger is sound", 0, "verify", ledger)


def examine(cli, server, tills, kills):
    cli.check_all("every client went on", [till.failure for till in tills if till.failure])
    answers = {reference: (till, sequence)
               for till in tills for reference, sequence in till.answers.items()}
    retried = sum(till.retried for till in tills)
    dump = cli.run("dump", server.ledger, "--format", "jsonl", timeout=300).lines()
    found = [(row["reference"], row["x-sequence"]) for row in dump if row["kind"] != "unit"]
    cli.check(f"{kills} ends under {CLIENTS} clients: each of {len(answers)} answered posts is "
              f"there, once, and nothing else; {retried} were answered at a retry",
              sorted(found) == sorted((r, sequence) for r, (_, sequence) in answers.items()),
              len(found))
    wrong = []
    with Client(server.path) as client:
        for reference in cli.random.sample(sorted(answers), min(3000, len(answers))):
            till, sequence = answers[reference]
            again = client.ask(**till.post(reference))
            if not again.get("duplicate") or again["sequence"] != sequence:
                wrong.append((reference, sequence, again))
    cli.check_all("every further retry is a duplicate", wrong)
