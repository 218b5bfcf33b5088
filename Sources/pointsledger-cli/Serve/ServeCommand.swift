import ArgumentParser
import PointsLedger

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Post and answer for programs in any language.",
    discussion: """
      Reads requests, one JSON object a line, and writes an answer a line, in order: on standard \
      input and output for one program, or on a Unix socket for many at once. An answer to a post \
      is given when the entry is durable; posts that come together share a write.

        post      {"kind":"earn","member":"47","points":"30","reference":"S1/7"}:
                  the fields of import; the time may be left out
        group     {"posts":[...]}: all or none
        preview   either of them with "preview":true
        question  {"command":"balance","member":"4711"}; or balances, lots,
                  holds, history, show, info, report, sweep; close ends it

      A request may have an "id", which its answer repeats. The command ends at the end of its \
      input, and on SIGTERM or Ctrl-C, once what it has read is answered. All of it is in \
      spec/serve.md.

      Examples:
        pointsledger serve shop
        pointsledger serve shop --socket /run/shop/points.sock
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "Listen at this path; its file is for its owner only.")
  var socket: String?

  @Flag(
    help: "With --socket, also end when standard input ends, as it does when its parent dies.")
  var untilEndOfInput = false

  func validate() throws {
    if untilEndOfInput, socket == nil {
      throw ValidationError("--until-end-of-input needs --socket: without it, that is so anyway")
    }
  }

  func run() throws {
    if let socket { try ServerSocket.check(socket) }
    let stop = try StopRequest.watch()
    try target.write { ledger in
      let server = Server(ledger, at: target.ledger, stop: stop)
      if let socket {
        // At its end the file is gone before the sessions end, so nobody comes any more.
        try serve(server, at: socket)
        server.end()
      } else {
        try server.serveStandardInput()
      }
      if let reason = server.reason { throw reason }
    }
  }

  private func serve(_ server: Server, at path: String) throws {
    let socket = try ServerSocket.listen(at: path)
    server.serve(socket, untilEndOfInput: untilEndOfInput)
  }
}
