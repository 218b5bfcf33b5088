@testable import PointsLedger

/// The ledger of the worked bytes in spec/entries.md: a unit, two earns, a redeem of both, and a
/// refusal.
enum WorkedLedger {
  /// 2026-01-02T09:15:00Z.
  static let morning: Int64 = 1_767_345_300_000
  private static let minute: Int64 = 60_000
  private static let day: Int64 = 86_400_000

  /// The fields of each entry, except its sequence number, the entry before it and the balance:
  /// those follow.
  private static var drafts: [(name: String, record: Record)] {
    let rule = SlidingRule(
      days: 540, kinds: EntryKind.mask(of: [.earn, .redeem, .capture]))
    let endOfYear = morning + 365 * day
    let second = morning + 20 * minute
    return [
      (
        "a unit with a policy",
        made(.unit, at: 0, posted: morning - day) { record in
          record.reference = text("unit/points")
          record.unitCode = text("points")
          record.terms = UnitTerms(
            scale: 0, reversal: .arrears, restore: .grace(days: 30), inactivityDays: 540)
        }
      ),
      (
        "an earn that enrols its member",
        made(.earn, at: morning, posted: morning + 250) { record in
          record.member = 0
          record.unit = 0
          record.change = 120
          record.amount = 120
          record.asked = 120
          record.expires = endOfYear
          record.reference = text("S012/T3/000452")
          record.sliding = rule
          record.newMember = Record.NewMember(seed: EntryVector.seed)
          record.newIdentifier = text("7001")
          record.texts.location = "Harbour St"
        }
      ),
      (
        "an earn at the clock's time",
        made(.earn, at: second, posted: second) { record in
          record.flags = .occurredDefaulted
          record.member = 0
          record.unit = 0
          record.change = 50
          record.amount = 50
          record.asked = 50
          record.reference = text("S012/T3/000461")
          record.sliding = rule
        }
      ),
      (
        "a redeem from two lots",
        made(.redeem, at: second + minute, posted: second + minute) { record in
          record.flags = .occurredDefaulted
          record.member = 0
          record.unit = 0
          record.change = -150
          record.amount = 150
          record.asked = 150
          record.reference = text("S012/T1/000077")
          record.allocations = [
            Allocation(
              lot: LotID(created: SequenceNumber(1), ordinal: 0), origin: SequenceNumber(1),
              points: 120, activates: Instant(clamping: morning),
              expires: Instant(clamping: endOfYear), sliding: rule),
            Allocation(
              lot: LotID(created: SequenceNumber(2), ordinal: 0), origin: SequenceNumber(2),
              points: 30, activates: Instant(clamping: second), expires: nil, sliding: rule),
          ]
        }
      ),
      (
        "a refusal",
        made(.refusal, at: second + 2 * minute, posted: second + 2 * minute) { record in
          record.flags = .occurredDefaulted
          record.member = 0
          record.unit = 0
          record.asked = 500
          record.reference = text("S012/T1/000078")
          record.refusal = Record.RecordedRefusal(
            kind: .redeem, code: .insufficientPoints(available: 20))
        }
      ),
    ]
  }

  /// The ledger, written as the engine would write it.
  static var written: LogForger {
    var forger = LogForger()
    for (_, record) in drafts { forger.write(record) }
    return forger
  }

  static let vectors: [EntryVector] = zip(drafts, written.records).map {
    EntryVector($0.name, $1)
  }

  /// The root of its leaves, and the digest of its state.
  static func block() throws -> VectorBlock {
    var leaves = try LeafHasher()
    var keys = try MemberKeys()
    var state = LedgerState(hashKey: 0)
    for vector in vectors {
      keys.note(vector.record)
      leaves.append(vector.record, keys)
      try state.apply(vector.record)
    }
    let (size, root) = leaves.finish()
    var block = VectorBlock()
    block.add("ledger", "the first \(size) entries of this file")
    block.add("entries", size)
    block.add("root", root)
    block.add("digest", StateDigest.of(state))
    return block
  }

  static func made(
    _ kind: EntryKind, at occurred: Int64, posted: Int64, _ fill: (inout Record) -> Void
  ) -> Record {
    var record = Record(kind: kind, occurred: occurred, effective: occurred)
    record.posted = posted
    fill(&record)
    return record
  }

  /// A short text of the vectors; all of them are well-formed.
  static func text(_ text: String) -> InlineText {
    guard let result = InlineText(text) else { preconditionFailure("the text \(text)") }
    return result
  }
}
