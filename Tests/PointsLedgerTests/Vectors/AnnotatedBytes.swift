@testable import PointsLedger

/// Bytes in rows with their meanings, as printed in the specification.
struct AnnotatedBytes {
  private static let width = 16

  private(set) var bytes: [UInt8] = []
  private(set) var rows: [String] = []

  /// Appends bytes and their meaning; bytes that do not fit into a row continue in the next.
  mutating func add(_ part: [UInt8], _ what: String) {
    bytes += part
    for start in stride(from: 0, to: max(part.count, 1), by: Self.width) {
      let row = spacedHexDigits(part.dropFirst(start).prefix(Self.width))
      guard start == 0 else {
        rows.append(row)
        continue
      }
      let gap = String(repeating: " ", count: 3 * Self.width - row.count)
      rows.append(row + gap + what)
    }
  }

  mutating func add(_ number: UInt64, _ what: String) { add(bigEndianBytes(number), what) }
  mutating func add(signed number: Int64, _ what: String) {
    add(UInt64(bitPattern: number), what)
  }
}
