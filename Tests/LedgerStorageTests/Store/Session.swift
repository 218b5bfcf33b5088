import LedgerStorage
import LedgerTestSupport

/// What the tests of the store share: small limits, a place, and frames whose bodies tell their number.
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

  /// The body of the frame that begins with a sequence number: of a length of its own, and not to be
  /// taken for another.
  static func body(_ sequence: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: sequence)
    let length = sequence % 5 == 4 ? 1_000 + random.index(400) : random.index(300)
    return (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// How many entries the frame has that begins with a sequence number.
  static func entryCount(_ sequence: UInt64) -> Int { 1 + Int(sequence % 3) }

  /// Appends the frame that is due.
  static func append(to store: LogStore) throws {
    let sequence = store.nextSequence
    try store.append(
      body: body(sequence).rawSpan, entryCount: entryCount(sequence), clock: clock(sequence))
  }

  static func clock(_ sequence: UInt64) -> Int64 { 10_000 + Int64(sequence) }

  /// Reads everything, checks that every block and every frame is the one that was due, and gives the
  /// sequence number after the last.
  static func check(_ store: LogStore) throws -> UInt64 {
    var next: UInt64 = 0
    var isRight = true
    // Frames are of their own lengths, so where they begin goes on through what is sealed.
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
