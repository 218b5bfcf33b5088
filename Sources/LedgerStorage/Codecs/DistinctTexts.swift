internal import Glibc

/// The distinct texts of a column, if they are few, and the index of each text among them.
struct DistinctTexts {
  /// In the order of their first occurrence.
  private(set) var texts = ColumnTexts()
  /// The index in `texts` of each text of the column.
  private(set) var indexes: [Int64] = []

  /// Nil if there are more than half as many distinct texts as texts.
  init?(_ column: ColumnTexts) {
    let most = column.count / 2
    guard most > 0 else { return nil }
    let slotBits = 65 - most.leadingZeroBitCount
    // A slot has the index of a distinct text, or -1.
    var slots = [Int32](repeating: -1, count: 1 << slotBits)
    var hashes: [UInt64] = []
    indexes.reserveCapacity(column.count)
    let bytes = column.bytes.rawSpan
    for index in 0..<column.count {
      let range = column.range(at: index)
      let hash = Self.hash(bytes, range)
      var slot = Int((hash &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 - slotBits))
      while slots[slot] >= 0 {
        let place = Int(slots[slot])
        if hashes[place] == hash,
          Self.isEqual(
            bytes.extracting(range), texts.bytes.rawSpan.extracting(texts.range(at: place)))
        {
          break
        }
        slot = (slot &+ 1) & (slots.count &- 1)
      }
      if slots[slot] < 0 {
        guard texts.count < most else { return nil }
        slots[slot] = Int32(texts.count)
        hashes.append(hash)
        unsafe column.withBytes(at: index) { unsafe texts.append($0) }
      }
      indexes.append(Int64(slots[slot]))
    }
  }

  private static func hash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    var hash = UInt64(range.count)
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      hash = TextWord.mix(hash, TextWord.load(bytes, at: offset, end: range.upperBound))
    }
    return hash
  }

  private static func isEqual(_ first: RawSpan, _ second: RawSpan) -> Bool {
    guard first.byteCount == second.byteCount else { return false }
    return unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in
        guard let left = first.baseAddress, let right = second.baseAddress else { return true }
        return unsafe memcmp(left, right, first.count) == 0
      }
    }
  }
}
