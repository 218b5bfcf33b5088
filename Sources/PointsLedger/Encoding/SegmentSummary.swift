internal import LedgerStorage

/// What the footer of a segment says about its entries. See spec/entries.md.
struct SegmentSummary: Equatable, Sendable {
  /// The entries of one kind in one unit.
  struct Sum: Equatable, Sendable {
    var kind: EntryKind
    /// Nil for entries without a unit.
    var unit: UInt8?
    var count: UInt64 = 0
    /// The sum of the entries' changes, wrapping around.
    var change: Int64 = 0
  }

  /// The range of the entries of one block.
  struct Block: Equatable, Sendable {
    var firstEffective = Int64.max
    var lastEffective = Int64.min
    /// The least and the greatest member number; `UInt32.max` and 0 if there is none.
    var firstMember = UInt32.max
    var lastMember: UInt32 = 0
    /// The numbers of members and identifiers that the entries introduce.
    var members: UInt64 = 0
    var identifiers: UInt64 = 0
  }

  /// The numbers of members and identifiers before the first entry.
  var membersBefore: UInt64 = 0
  var identifiersBefore: UInt64 = 0
  /// The number of `unit` entries before the first entry.
  var unitEntriesBefore: UInt64 = 0
  /// The numbers that the entries introduce.
  private(set) var members: UInt64 = 0
  private(set) var identifiers: UInt64 = 0
  /// Sorted by kind and unit.
  private(set) var sums: [Sum] = []
  private(set) var blocks: [Block] = []
  private var block = Block()

  /// The summary of the segment that begins where `previous` ends.
  init(following previous: SegmentSummary?) {
    guard let previous else { return }
    membersBefore = previous.membersBefore + previous.members
    identifiersBefore = previous.identifiersBefore + previous.identifiers
    unitEntriesBefore = previous.unitEntriesBefore + previous.unitEntries
  }

  /// What counts as a summary of dropped entries, for the segment after them.
  init(afterMembers members: UInt64, identifiers: UInt64, unitEntries: UInt64) {
    membersBefore = members
    identifiersBefore = identifiers
    unitEntriesBefore = unitEntries
  }

  /// The number of `unit` entries among the entries.
  var unitEntries: UInt64 { sums.reduce(0) { $0 + ($1.kind == .unit ? $1.count : 0) } }

  mutating func add(_ entry: SummaryFields) {
    if entry.isNewMember { block.members += 1 }
    if entry.isNewIdentifier { block.identifiers += 1 }
    block.firstEffective = min(block.firstEffective, entry.effective)
    block.lastEffective = max(block.lastEffective, entry.effective)
    if let member = entry.member {
      block.firstMember = min(block.firstMember, member)
      block.lastMember = max(block.lastMember, member)
    }
    let key = Self.key(entry.kind, entry.unit)
    var index = sums.count
    while index > 0, Self.key(sums[index - 1].kind, sums[index - 1].unit) > key { index -= 1 }
    if index == 0 || Self.key(sums[index - 1].kind, sums[index - 1].unit) != key {
      sums.insert(Sum(kind: entry.kind, unit: entry.unit), at: index)
      index += 1
    }
    sums[index - 1].count += 1
    sums[index - 1].change &+= entry.change
  }

  /// Ends a block.
  mutating func endBlock() {
    blocks.append(block)
    members += block.members
    identifiers += block.identifiers
    block = Block()
  }

  private static func key(_ kind: EntryKind, _ unit: UInt8?) -> Int {
    Int(kind.rawValue) << 8 | Int(unit ?? UInt8.max)
  }
}

extension SegmentSummary {
  func encoded() -> [UInt8] {
    var out = ByteWriter(reserving: 64 + blocks.count * 16)
    for number in [membersBefore, identifiersBefore, unitEntriesBefore] { out.varint(number) }
    out.varint(UInt64(sums.count))
    for sum in sums {
      out.byte(sum.kind.rawValue)
      out.byte(sum.unit ?? UInt8.max)
      out.varint(sum.count)
      out.zigzag(sum.change)
    }
    out.varint(UInt64(blocks.count))
    for block in blocks {
      out.zigzag(block.firstEffective)
      out.varint(UInt64(bitPattern: block.lastEffective &- block.firstEffective))
      out.varint(UInt64(block.firstMember))
      out.varint(UInt64(block.lastMember))
      out.varint(block.members)
      out.varint(block.identifiers)
    }
    return out.bytes
  }

  init(decoding bytes: [UInt8]) throws(ByteReader.Malformed) {
    self = try unsafe bytes.span.bytes.withUnsafeBytes {
      (buffer) throws(ByteReader.Malformed) -> SegmentSummary in
      var reader = unsafe ByteReader(buffer)
      return try SegmentSummary(from: &reader)
    }
  }

  private init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    membersBefore = try reader.varint()
    identifiersBefore = try reader.varint()
    unitEntriesBefore = try reader.varint()
    try checkCounts([membersBefore, identifiersBefore, unitEntriesBefore], most: Self.numbersMax)
    for _ in 0..<(try reader.varint()) {
      guard let kind = EntryKind(rawValue: try reader.byte()) else {
        throw ByteReader.Malformed(reason: "a kind is unknown")
      }
      let unit = try reader.byte()
      let count = try reader.varint()
      try checkCounts([count], most: UInt64(ColumnLimits.rowCountMax))
      sums.append(
        Sum(
          kind: kind, unit: unit == UInt8.max ? nil : unit, count: count,
          change: try reader.zigzag()))
    }
    for _ in 0..<(try reader.varint()) {
      let first = try reader.zigzag()
      let span = Int64(bitPattern: try reader.varint())
      guard let firstMember = UInt32(exactly: try reader.varint()),
        let lastMember = UInt32(exactly: try reader.varint())
      else { throw ByteReader.Malformed(reason: "a number exceeds 32 bits") }
      let (members, identifiers) = (try reader.varint(), try reader.varint())
      try checkCounts([members, identifiers], most: UInt64(ColumnLimits.blockRows))
      blocks.append(
        Block(
          firstEffective: first, lastEffective: first &+ span, firstMember: firstMember,
          lastMember: lastMember, members: members, identifiers: identifiers))
    }
    members = blocks.reduce(0) { $0 &+ $1.members }
    identifiers = blocks.reduce(0) { $0 &+ $1.identifiers }
    guard reader.isAtEnd else { throw ByteReader.Malformed(reason: "bytes follow") }
  }

  /// The count of all 32-bit numbers.
  private static var numbersMax: UInt64 { 1 << 32 }

  private func checkCounts(_ counts: [UInt64], most: UInt64) throws(ByteReader.Malformed) {
    guard counts.allSatisfy({ $0 <= most }) else {
      throw ByteReader.Malformed(reason: "it counts more than there can be")
    }
  }
}
