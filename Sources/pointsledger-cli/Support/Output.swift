import Glibc
import Synchronization

/// Standard output, collected into large writes.
struct Output: ~Copyable {
  /// What a command writes, kept in memory.
  private final class Collection: Sendable {
    let bytes = Mutex<[UInt8]>([])
  }

  /// Where this thread's output goes instead.
  @TaskLocal private static var collection: Collection?

  /// Calls `body`, and returns what it writes, of which standard output gets nothing.
  static func collecting(_ body: () throws -> Void) rethrows -> [UInt8] {
    let collection = Collection()
    try $collection.withValue(collection) { try body() }
    return collection.bytes.withLock { $0 }
  }

  private static let size = 65_536

  /// The bytes that are not written yet. Append to them, and call `spill` now and then.
  var bytes: [UInt8] = []
  /// Whether it is a terminal that supports colours.
  let isColoured: Bool
  /// The columns into which text for people has to fit; nil: any number.
  let columns: Int?

  init() {
    guard Self.collection == nil else {
      isColoured = false
      columns = nil
      return
    }
    columns = Terminal.outputColumns
    bytes.reserveCapacity(Self.size * 2)
    // NO_COLOR counts if it is set and not empty.
    let isBare = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
    isColoured = isatty(STDOUT_FILENO) == 1 && !isBare
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func line(_ text: String) throws(CommandFailure) {
    append(text)
    bytes.append(UInt8(ascii: "\n"))
    try spill()
  }

  /// Writes a text, which goes on in further lines where it is too wide.
  ///
  /// - Parameter indent: How far these are put in.
  mutating func paragraph(_ text: String, indent: Int = 0) throws(CommandFailure) {
    guard let columns, TextLines.width(text) > columns else { return try line(text) }
    let start = text.prefix { $0 == " " }
    let rest = String(repeating: " ", count: indent)
    let width = columns - max(start.count, indent)
    for (index, part) in TextLines.broken(String(text.dropFirst(start.count)), to: width)
      .enumerated()
    {
      try line((index == 0 ? start : rest[...]) + part)
    }
  }

  /// Writes if much has been collected.
  mutating func spill() throws(CommandFailure) {
    if bytes.count >= Self.size { try flush() }
  }

  /// Writes everything. If the reader of a pipe went away, the command ends without a failure.
  mutating func flush() throws(CommandFailure) {
    defer { bytes.removeAll(keepingCapacity: true) }
    if let collection = Self.collection {
      collection.bytes.withLock { $0 += bytes }
      return
    }
    switch Self.write(bytes, to: STDOUT_FILENO) {
    case 0: return
    case EPIPE: throw CommandFailure(.done)
    case let number:
      throw CommandFailure(.inputOutput, "standard output: \(describe(number)); free some space")
    }
  }

  /// Writes all of `bytes`; returns 0 or the error's number.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    ProgressLine.erase()
    return writePlainly(bytes, to: descriptor)
  }

  /// The same; the line that shows the progress stays.
  static func writePlainly(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
      var next = 0
      while next < buffer.count {
        let count = unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + next }, buffer.count - next)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        next += count
      }
      return 0
    }
  }
}

/// The system's description of an error.
func describe(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
