// Posts and asks from JavaScript (Node), through `pointsledger serve shop --socket PATH`.
//
//   const ledger = new Ledger("/run/shop/points.sock");
//   await ledger.ask({ kind: "earn", member: "4711", points: "30", reference: "S012/T3/451" });
//   console.log((await ledger.ask({ command: "balance", member: "4711" })).available);
//   ledger.close();
//
// A post is durable when its answer is there; requests that are not awaited share a write. After a
// lost connection all that are unanswered are sent again: with the same reference a post is posted
// once. So the caller makes the reference, and keeps it until there is an answer.
const net = require("node:net");

class Ledger {
  // After these errors the server ends, or has no room: the next attempt may succeed.
  static passing = new Set(["inputOutput", "poisoned", "closed", "resources", "tooManyClients"]);

  constructor(path, patience = 30_000) {
    Object.assign(this, { path, patience, waiting: [], socket: null, rest: "" });
  }

  ask(request) {
    return new Promise((resolve, reject) => {
      const line = JSON.stringify(request) + "\n";
      this.waiting.push({ line, resolve, reject, end: Date.now() + this.patience });
      if (this.socket) this.socket.write(line);
      else this.connect();
    });
  }

  connect() {
    const socket = (this.socket = net.connect(this.path).setEncoding("utf8"));
    this.rest = "";
    for (const { line } of this.waiting) socket.write(line);
    socket.on("data", (text) => socket === this.socket && this.take(text));
    socket.on("error", () => {});
    socket.on("close", () => socket === this.socket && this.reconnect());
  }

  take(text) {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop();
    for (const answer of lines.map((line) => JSON.parse(line))) {
      if (Ledger.passing.has(answer.error)) return this.socket.destroy();
      const { resolve, reject } = this.waiting.shift();
      answer.error ? reject(new Error(answer.message)) : resolve(answer);
    }
  }

  reconnect() {
    while (this.waiting.length && this.waiting[0].end < Date.now())
      this.waiting.shift().reject(new Error("no answer from " + this.path));
    this.socket = { write() {}, end() {} }; // What is asked meanwhile is sent by connect().
    this.waiting.length ? setTimeout(() => this.connect(), 50) : (this.socket = null);
  }

  close() { this.socket?.end(); }
}

module.exports = { Ledger };
