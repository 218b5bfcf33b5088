extension LedgerState {
  /// The highest effective instant is kept for the end of each block of this many entries.
  static let instantStride: UInt64 = 1_024

  /// The number of whole blocks below `sequence`.
  static func blockCount(_ sequence: UInt64) -> UInt64 { sequence / instantStride }

  /// Keeps the highest effective instant if `sequence` ends a block.
  mutating func noteInstant(_ sequence: UInt64) {
    guard sequence % Self.instantStride == Self.instantStride - 1 else { return }
    instants.add(sequence / Self.instantStride, latestEffective)
  }

  /// The highest effective instant of whole blocks at or below `sequence`, and the first entry
  /// after them.
  package func latestInstant(below sequence: UInt64) -> (latest: Int64, next: UInt64) {
    let whole = min(Self.blockCount(sequence &+ 1), Self.blockCount(nextSequence))
    guard whole > 0, let latest = instants.value(whole - 1) else { return (Int64.min, 0) }
    return (latest, whole * Self.instantStride)
  }
}
