/// The name of a sealed file: `seg-`, `text-` or `chain-`, its first and last sequence numbers, and
/// the first eight bytes of its UUID.
struct SealedName: Hashable, Sendable, CustomStringConvertible {
  let kind: SealedKind
  let firstSequence: UInt64
  let lastSequence: UInt64
  /// The first eight bytes of the file's UUID; for a chain file, of its segment's.
  let id: UInt64

  init(kind: SealedKind, range: Range<UInt64>, id: UInt64) {
    self.kind = kind
    firstSequence = range.lowerBound
    lastSequence = range.upperBound &- 1
    self.id = id
  }

  /// Reads a file's name; nil if it is not that of a sealed file.
  init?(_ name: String) {
    for kind in SealedKind.allCases {
      let (prefix, suffix) = kind.affixes
      guard name.hasPrefix(prefix), name.hasSuffix(suffix),
        name.utf8.count == prefix.utf8.count + 50 + suffix.utf8.count
      else { continue }
      let text = name.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
      guard text.dropFirst(16).first == UInt8(ascii: "-"),
        text.dropFirst(33).first == UInt8(ascii: "-"),
        let first = FileName.number(text.prefix(16)),
        let last = FileName.number(text.dropFirst(17).prefix(16)),
        let id = FileName.number(text.dropFirst(34)), first <= last, last < .max
      else { return nil }
      self.init(kind: kind, range: first..<last + 1, id: id)
      return
    }
    return nil
  }

  var description: String {
    let (prefix, suffix) = kind.affixes
    let numbers = [firstSequence, lastSequence, id].map(FileName.digits).joined(separator: "-")
    return prefix + numbers + suffix
  }
}
