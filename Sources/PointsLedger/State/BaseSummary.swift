internal import LedgerStorage

/// What a base says about the entries that it stands for.
struct BaseSummary: StateValue {
  /// The longest path of an archive, in bytes of UTF-8.
  static let archivePathMax = 4_096

  /// All dropped entries were effective before this, in milliseconds.
  var before = Int64.min
  /// The instant of the compaction, in milliseconds.
  var made = Int64.min
  /// The number of `unit` entries among the dropped ones.
  var unitEntries: UInt64 = 0
  /// The roots of the perfect subtrees over the leaves of the dropped entries, the largest first.
  var frontier: [[UInt8]] = []
  /// Where the dropped entries are, in order; the last place is that of the last compaction.
  var archives: [ArchivePlace] = []

  /// Where the last archive was put; empty if its entries were discarded.
  var archive: String { archives.last?.path ?? "" }

  static let placeholder = BaseSummary()

  init() {}

  func encode(into out: inout ByteWriter) {
    out.byte(2)
    out.zigzag(before)
    out.zigzag(made)
    out.varint(unitEntries)
    out.varint(UInt64(frontier.count))
    for node in frontier { for byte in node { out.byte(byte) } }
    out.varint(UInt64(archives.count))
    for place in archives { place.encode(into: &out) }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    guard try reader.byte() == 2 else {
      throw ByteReader.Malformed(reason: "the base's summary is of another version")
    }
    before = try reader.zigzag()
    made = try reader.zigzag()
    unitEntries = try reader.varint()
    for _ in 0..<(try reader.count(atLeast: 32)) {
      var node: [UInt8] = []
      for _ in 0..<32 { node.append(try reader.byte()) }
      frontier.append(node)
    }
    for _ in 0..<(try reader.count(atLeast: 3)) {
      let place = try ArchivePlace(from: &reader)
      guard place.end > archives.last?.end ?? 0 else {
        throw ByteReader.Malformed(reason: "the places of archives are not in order")
      }
      archives.append(place)
    }
  }
}
