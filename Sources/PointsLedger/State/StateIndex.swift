internal import LedgerStorage

/// Numbers by 64-bit hashes: those that came since the last capture in memory, the others in runs.
///
/// A hash is no identity: the caller confirms each number on the stored bytes.
package struct StateIndex: Sendable {
  private let name: StateTableName
  private var recent = HashIndex()
  /// What `recent` holds, in the order in which it came.
  private(set) var pairs: [Pair] = []
  /// Numbers that were found lately, plus one, by the low bits of their hash.
  private var hints: [UInt64] = []
  var runs = RunStack()

  /// A power of two.
  private static let hintCount = 1 << 16

  package struct Pair: Sendable {
    var hash: UInt64
    var number: UInt64
  }

  init(_ name: StateTableName) { self.name = name }

  package mutating func insert(_ hash: UInt64, _ number: UInt64) {
    recent.insert(hash, number)
    pairs.append(Pair(hash: hash, number: number))
  }

  /// A number that was perhaps found under `hash` lately: for the caller to confirm.
  @inline(__always)
  func hint(_ hash: UInt64) -> UInt64? {
    if hints.isEmpty { return nil }
    let found = hints[Int(truncatingIfNeeded: hash) & (hints.count &- 1)]
    return found == 0 ? nil : found &- 1
  }

  /// Notes that `number` was found under `hash`.
  mutating func noteHint(_ hash: UInt64, _ number: UInt64) {
    if runs.isEmpty { return }
    if hints.isEmpty { hints = Array(repeating: 0, count: Self.hintCount) }
    hints[Int(truncatingIfNeeded: hash) & (hints.count &- 1)] = number &+ 1
  }

  /// Calls `visit` with the numbers under `hash` until it returns true.
  package func find<E: Error>(
    _ hash: UInt64, _ visit: (UInt64) throws(E) -> Bool
  ) throws(E) -> Bool {
    if try recent.find(hash, visit) { return true }
    return runs.isEmpty ? false : try runs.find(name, hash, visit)
  }

  /// Takes the last `count` numbers back; they came since the last capture.
  mutating func removeLast(_ count: Int) {
    for _ in 0..<Swift.min(count, pairs.count) {
      let pair = pairs.removeLast()
      recent.remove(pair.hash, pair.number)
    }
  }

  /// Gives a run what came since the last capture, and gives that.
  func capture(into writer: inout RunWriter) throws(StorageError) -> [Pair] {
    var out = ByteWriter(reserving: 16)
    for pair in pairs.sorted(by: { ($0.hash, $0.number) < ($1.hash, $1.number) }) {
      out.removeAll()
      out.varint(pair.number)
      let bytes = out.bytes
      try unsafe writer.append(name.rawValue, pair.hash, bytes.span.bytes)
    }
    return pairs
  }

  /// Notes that a run has what came since the last capture.
  mutating func markCaptured() {
    pairs = []
    recent = HashIndex()
  }

  /// Takes back a capture of these pairs.
  mutating func restore(_ captured: [Pair]) {
    let later = pairs
    markCaptured()
    for pair in captured + later { insert(pair.hash, pair.number) }
  }
}
