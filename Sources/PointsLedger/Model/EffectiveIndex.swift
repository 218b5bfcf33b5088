/// The highest effective instant up to each sequence number, kept every 1,024 entries.
package struct EffectiveIndex: Sendable {
  package static let stride: UInt64 = 1_024

  /// At index i: the highest effective instant of the entries below (i + 1) * stride.
  private var blocks: [Int64] = []

  package init() {}

  /// Notes that `latest` is the highest instant up to `sequence`.
  package mutating func note(_ sequence: UInt64, latest: Int64) {
    if sequence % Self.stride == Self.stride - 1 { blocks.append(latest) }
  }

  /// Forgets all from `sequence` on.
  package mutating func truncate(to sequence: UInt64) {
    let whole = Int(sequence / Self.stride)
    if blocks.count > whole { blocks.removeLast(blocks.count - whole) }
  }

  /// The highest instant of whole blocks at or below `sequence`, and the first entry after them.
  package func floor(_ sequence: UInt64) -> (latest: Int64, next: UInt64) {
    let whole = min(Int((sequence &+ 1) / Self.stride), blocks.count)
    return (whole == 0 ? Int64.min : blocks[whole - 1], UInt64(whole) * Self.stride)
  }
}
