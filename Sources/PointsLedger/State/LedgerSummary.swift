internal import LedgerStorage

/// The parts of the state that are in no table, as a run stores them.
struct LedgerSummary: StateValue {
  var accounts: UInt64 = 0
  var members: UInt64 = 0
  var identifiers: UInt64 = 0
  var closedBefore = Int64.min
  var lastPosted = Int64.min
  var latestEffective = Int64.min
  /// `Int64.min`: none.
  var acceptedClock = Int64.min
  /// A check of the last entry: it detects a run that belongs to the history of another ledger.
  var entryCheck: UInt64 = 0
  /// The `unit` entries that hold at the end, one for each unit.
  var units: [UnitState] = []
  /// The sequence numbers of the `clock`, `compact` and `erase` entries, ascending.
  var operatorEntries: [UInt64] = []

  static let placeholder = LedgerSummary()

  init() {}

  func encode(into out: inout ByteWriter) {
    for count in [accounts, members, identifiers] { out.varint(count) }
    for instant in [closedBefore, lastPosted, latestEffective, acceptedClock] {
      out.zigzag(instant)
    }
    out.bigEndian(entryCheck)
    out.varint(UInt64(units.count))
    for unit in units {
      out.byte(unit.scale)
      unit.terms.encode(code: unit.code.text, into: &out)
    }
    out.varint(UInt64(operatorEntries.count))
    for sequence in operatorEntries { out.varint(sequence) }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    accounts = try reader.varint()
    members = try reader.varint()
    identifiers = try reader.varint()
    closedBefore = try reader.zigzag()
    lastPosted = try reader.zigzag()
    latestEffective = try reader.zigzag()
    acceptedClock = try reader.zigzag()
    entryCheck = try reader.bigEndian()
    let limit = UInt64(LedgerState.maximumMembers)
    guard accounts <= limit, members <= limit, identifiers <= limit else {
      throw ByteReader.Malformed(reason: "a count exceeds 32 bits")
    }
    for _ in 0..<(try reader.count(atLeast: 3)) {
      let scale = try reader.byte()
      var record = Record(kind: .unit, occurred: 0, effective: 0)
      try record.decodeTerms(from: &reader)
      guard let code = record.unitCode.flatMap({ UnitCode($0) }), let terms = record.terms else {
        throw ByteReader.Malformed(reason: "a unit's code is malformed")
      }
      units.append(UnitState(code: code, scale: scale, terms: terms))
    }
    for _ in 0..<(try reader.count(atLeast: 1)) { operatorEntries.append(try reader.varint()) }
  }

  /// Each unit, member, identifier and account was introduced by an entry of its own, or by one
  /// that introduced others of these too.
  func isPossible(afterEntries count: UInt64) -> Bool {
    let counts = [accounts, members, identifiers, UInt64(units.count)]
    return counts.allSatisfy { $0 <= count } && units.count <= LedgerState.maximumUnits
      && operatorEntries.last ?? 0 < max(count, 1)
      && zip(operatorEntries, operatorEntries.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Distinguishes an entry from entries that other histories have at its sequence number.
  static func check(of record: Record) -> UInt64 {
    var out = ByteWriter(reserving: 128)
    out.varint(record.sequence)
    out.zigzag(record.posted)
    out.byte(record.kind.rawValue)
    out.zigzag(record.occurred)
    out.zigzag(record.amount)
    out.zigzag(record.balanceAfter)
    out.varint(record.member.map { UInt64($0) + 1 } ?? 0)
    if let reference = record.reference { out.text(reference) }
    return UInt64(Checksum.crc32c(out.span))
  }
}
