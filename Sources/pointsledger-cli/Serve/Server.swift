import Glibc
import PointsLedger
import Synchronization

/// Serves a ledger: to one client over standard input and output, or to many over a socket, each on
/// a thread of its own.
///
/// The threads share the ledger's group commit. One that is slow, or waits, holds nothing that
/// others need.
final class Server: Sendable {
  /// The most clients at once.
  static let maximumClients = 256
  /// How long the clients' threads may take to end.
  private static let patience: Duration = .seconds(10)

  private let ledger: Ledger
  private let units: KnownUnits
  private let answers: ServedAnswers
  /// The descriptor that can be read once the server is to end.
  private let stop: Int32
  private let clients = Atomic(0)
  private let failure = Mutex<LedgerError?>(nil)

  init(_ ledger: Ledger, at path: String, stop: Int32) {
    self.ledger = ledger
    self.stop = stop
    units = KnownUnits(of: ledger)
    answers = ServedAnswers(ledger, units, at: path)
  }

  /// Why the ledger took no more posts; nil if it did.
  var reason: LedgerError? { failure.withLock { $0 } }

  /// Serves one client until its input ends. Throws if it cannot be read, or its answers cannot be
  /// written.
  func serveStandardInput() throws(CommandFailure) {
    let number = serve(input: STDIN_FILENO, output: STDOUT_FILENO, isNonBlocking: false)
    if number != 0 {
      throw CommandFailure(
        .inputOutput,
        "standard input or output: \(describe(number)); what was answered is posted: send the rest "
          + "again")
    }
  }

  /// Serves clients until the end is requested, or until standard input ends, if it is watched.
  func serve(_ socket: borrowing ServerSocket, untilEndOfInput: Bool) {
    var waiting = Waiting()
    waiting.reading = socket.descriptor
    waiting.stop = stop
    waiting.other = untilEndOfInput ? STDIN_FILENO : -1
    while true {
      let events = waiting.wait()
      if events.mustStop { return }
      if events.canReadOther, !Self.hasMoreInput() { return }
      if events.canRead { accept(socket) }
    }
  }

  /// Ends the sessions, and waits for them.
  func end() {
    StopRequest.make()
    let end = ContinuousClock.now + Self.patience
    while clients.load(ordering: .acquiring) > 0, .now < end { usleep(2_000) }
  }

  /// Accepts all clients that wait.
  private func accept(_ socket: borrowing ServerSocket) {
    do throws(ServerSocket.ErrorNumber) {
      while let client = try socket.accept() { start(client) }
    } catch {
      // There is no descriptor or no memory left: it is tried again when clients may have gone.
      Messages.say("a client was not accepted: \(describe(error.value))")
      var waiting = Waiting()
      waiting.stop = stop
      _ = waiting.wait(milliseconds: 100)
    }
  }

  private func start(_ client: Int32) {
    let count = clients.add(1, ordering: .acquiringAndReleasing).newValue
    let isStarted =
      count <= Self.maximumClients
      && BackgroundThread.start {
        // A connection that is lost is the client's concern.
        _ = self.serve(input: client, output: client, isNonBlocking: true)
        self.leave(client)
      }
    if isStarted { return }
    refuse(client)
    leave(client)
  }

  private func leave(_ client: Int32) {
    close(client)
    clients.subtract(1, ordering: .acquiringAndReleasing)
  }

  private func refuse(_ client: Int32) {
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(&bytes)
    RequestFault(
      .tooManyClients,
      "there are \(Self.maximumClients) clients already, or no thread is to be had: try again later"
    ).append(to: &object, &bytes)
    object.end(&bytes)
    bytes.append(UInt8(ascii: "\n"))
    // A new socket has room for it.
    _ = unsafe write(client, bytes, bytes.count)
  }

  /// Returns the number of the error that ended it, or 0.
  private func serve(input: Int32, output: Int32, isNonBlocking: Bool) -> Int32 {
    var client = ServedClient(
      input: input, output: output, isNonBlocking: isNonBlocking, stop: stop,
      session: RequestSession(ledger: ledger, units: units, printer: answers))
    client.run()
    if let reason = client.failure { failure.withLock { $0 = $0 ?? reason } }
    return client.errorNumber
  }

  /// Passes over what stands in standard input; false at its end.
  private static func hasMoreInput() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
  }
}
