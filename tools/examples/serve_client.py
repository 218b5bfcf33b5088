"""Posts and asks from Python, through `pointsledger serve shop --socket PATH`.

    ledger = Ledger("/run/shop/points.sock")
    answer = ledger.ask(kind="earn", member="4711", points="30", reference="S012/T3/000451")
    print(answer.get("refused") or answer["available"], ledger.ask(command="info")["entries"])

A post is durable when its answer is there. If the connection is lost, the request is sent again:
with the same reference it is posted once, whatever became of the first attempt. So the caller makes
the reference, and keeps it until there is an answer.
"""
import json
import socket
import time


class Ledger:
    # After these errors the server ends, or has no room: the next attempt may succeed.
    PASSING = {"inputOutput", "poisoned", "closed", "resources", "tooManyClients"}

    def __init__(self, path, patience=30):
        """`patience`: for how many seconds a request is tried again."""
        self.path, self.patience, self.file = path, patience, None

    def ask(self, **request):
        """The answer to a request; ValueError if it has none."""
        line = json.dumps(request).encode() + b"\n"
        end = time.monotonic() + self.patience
        while True:
            try:
                answer = self.attempt(line)
                if "error" not in answer:
                    return answer
                if answer["error"] not in self.PASSING:
                    raise ValueError(answer["message"])
                raise ConnectionError(answer["message"])
            except OSError:
                self.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def attempt(self, line):
        if self.file is None:
            with socket.socket(socket.AF_UNIX) as door:
                door.connect(self.path)
                self.file = door.makefile("rwb")
        self.file.write(line)
        self.file.flush()
        answer = self.file.readline()
        if not answer.endswith(b"\n"):
            raise ConnectionError("the server has ended")
        return json.loads(answer)

    def close(self):
        file, self.file = self.file, None
        try:
            file and file.close()
        except OSError:
            pass  # What was not sent yet will be sent again.
