import LedgerStorage
import LedgerTestSupport

/// Shared by the tests of the store: small limits, a path, and frames whose bodies depend on their
/// sequence number.
enum Session {
  static let path = "/ledger"
  /// Frames of up to three sectors, logs of up to eight kilobytes.
  static let limits = LogLimits(
    bodyBytes: 1400, logBytes: 8192, initialBytes: 4096, growthBytes: 1024)

  static func create(
    in system: any FileSystem, at path: String = path, limits: LogLimits = limits
  ) throws -> LogStore {
    try LogStore.create(
      at: path, in: system, name: "Test", now: 1_000, entropy: entropy(of: system),
      limits: limits)
  }

  static func open(
    in system: any FileSystem, at path: String = path, _ mode: LogStore.Mode = .writing,
    acceptingTail: Bool = false, limits: LogLimits = limits
  ) throws -> LogStore {
    try LogStore.open(
      at: path, in: system, mode: mode, now: 2_000, acceptingTail: acceptingTail,
      entropy: entropy(of: system), limits: limits)
  }

  private static func entropy(of system: any FileSystem) -> any RandomNumberGenerator & Sendable {
    (system as? SimulatedFileSystem)?.entropy() ?? SystemRandomNumberGenerator()
  }

  /// The body of the frame that begins with a sequence number: it has a length of its own, and
  /// cannot be mistaken for another.
  static func body(_ sequence: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: sequence)
    let length = sequence % 5 == 4 ? 1_000 + random.index(400) : random.index(300)
    return (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// The number of entries in the frame that begins with a sequence number.
  static func entryCount(_ sequence: UInt64) -> Int { 1 + Int(sequence % 3) }

  /// Appends the next frame.
  static func append(to store: LogStore) throws {
    let sequence = store.nextSequence
    try store.append(
      body: body(sequence).rawSpan, entryCount: entryCount(sequence), clock: clock(sequence))
  }

  static func clock(_ sequence: UInt64) -> Int64 { 10_000 + Int64(sequence) }

  /// Reads everything, checks that every block and every frame is the expected one, and returns the
  /// sequence number after the last.
  static func check(_ store: LogStore) throws -> UInt64 {
    var next: UInt64 = 0
    var isRight = true
    // Frame lengths depend on their numbers, so the boundaries of frames continue through sealed
    // ranges.
    var frame: UInt64 = 0
    try store.replay(
      from: 0, failing: { $0 },
      visitBlock: { (block) throws(StorageError) in
        isRight = isRight && block.firstSequence == next && Sealing.isRight(block)
        next = block.sequences.upperBound
        return true
      },
      visitFrame: { (info, read) throws(StorageError) in
        while frame < next { frame += UInt64(entryCount(frame)) }
        let expected = body(next)
        isRight =
          isRight && frame == next && info.firstSequence == next
          && info.entryCount == entryCount(next) && info.clock == clock(next)
          && read.withUnsafeBytes { $0.elementsEqual(expected) }
        next += UInt64(info.entryCount)
        return true
      })
    guard isRight, next == store.nextSequence else { throw WrongFrames() }
    return next
  }

  struct WrongFrames: Error {}
}
