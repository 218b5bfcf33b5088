import Glibc
import PointsLedger

/// A session with one client, over a pair of descriptors or one socket.
///
/// It reads on while its answers wait to be taken, until either fills up: a client that takes no
/// answers is then no longer read from, and costs nothing but that memory.
struct ServedClient: ~Copyable {
  /// From so many bytes of answers on, no further request is answered.
  private static let answers = 1 << 20
  private static let chunk = 65_536
  /// A write of this size does not block a pipe that can be written. pipe(7).
  private static let piece = 4_096
  /// How long a client may take, once the server is to end, to take its answers.
  private static let patience: Duration = .seconds(5)

  private let input: Int32
  private let output: Int32
  /// Whether a write never waits.
  private let isNonBlocking: Bool
  private let stop: Int32
  private var session: RequestSession<ServedAnswers>
  private var pending: [UInt8] = []
  /// The part of `pending` that is written.
  private var written = 0
  private var chunk = [UInt8](repeating: 0, count: ServedClient.chunk)
  /// The number of the error that ended it; 0 if it ended in order, or the client went away.
  private(set) var errorNumber: Int32 = 0

  init(
    input: Int32, output: Int32, isNonBlocking: Bool, stop: Int32,
    session: consuming RequestSession<ServedAnswers>
  ) {
    self.input = input
    self.output = output
    self.isNonBlocking = isNonBlocking
    self.stop = stop
    self.session = session
  }

  /// Why the ledger takes no more posts; nil if it does.
  var failure: LedgerError? { session.failure }

  /// Answers until the client ends its input, goes away or closes the session, or until the server
  /// is to end. What was read as a whole line is answered first.
  mutating func run() {
    var isEnded = false
    var end: ContinuousClock.Instant?
    while true {
      let hasFound =
        pending.count - written < Self.answers
        && session.answer(
          upTo: Self.answers, into: &pending)
      guard send() else { return }
      if session.failure != nil { StopRequest.make() }
      if session.isClosed { isEnded = true }
      if hasFound { continue }
      let isIdle = written == pending.count
      if isEnded && isIdle { return }
      var waiting = Waiting()
      waiting.reading = !isEnded && session.hasRoom ? input : -1
      waiting.writing = isIdle ? -1 : output
      waiting.stop = end == nil ? stop : -1
      let events = waiting.wait(milliseconds: Self.milliseconds(until: end))
      if events.mustStop {
        isEnded = true
        end = .now + Self.patience
      } else if let end, .now >= end {
        return
      } else if events.canRead {
        switch receive() {
        case .some(true): break
        case .some(false):
          isEnded = true
          session.end(&pending)
        case .none: return
        }
      }
    }
  }

  private static func milliseconds(until end: ContinuousClock.Instant?) -> Int32 {
    guard let end else { return -1 }
    let left = (end - .now) / .milliseconds(1)
    return Int32(max(0, min(left.rounded(.up), 60_000)))
  }

  /// Reads what there is. False at the end of the input, nil if it cannot be read.
  private mutating func receive() -> Bool? {
    let count = unsafe chunk.withUnsafeMutableBytes { buffer in
      unsafe read(input, buffer.baseAddress, buffer.count)
    }
    if count > 0 {
      session.take(chunk[..<count])
      return true
    }
    if count == 0 { return false }
    if errno == EAGAIN || errno == EINTR { return true }
    if errno != ECONNRESET { errorNumber = errno }
    return nil
  }

  /// Writes what the client takes now. False if it takes no more at all.
  private mutating func send() -> Bool {
    while written < pending.count {
      var count = pending.count - written
      if !isNonBlocking {
        var waiting = Waiting()
        waiting.writing = output
        guard waiting.wait(milliseconds: 0).canWrite else { return true }
        count = min(count, Self.piece)
      }
      let done = unsafe pending.withUnsafeBytes { buffer in
        unsafe write(output, buffer.baseAddress.map { unsafe $0 + written }, count)
      }
      if done >= 0 {
        written += done
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        if errno != EPIPE && errno != ECONNRESET { errorNumber = errno }
        return false
      }
    }
    if written == pending.count {
      // A long answer is not kept in memory for the next one.
      if pending.capacity > Self.answers {
        pending = []
      } else {
        pending.removeAll(keepingCapacity: true)
      }
      written = 0
    } else if written > Self.answers {
      pending.removeSubrange(..<written)
      written = 0
    }
    return true
  }
}
