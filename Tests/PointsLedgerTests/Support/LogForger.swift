import LedgerStorage
import LedgerTestSupport

@testable import PointsLedger

/// Writes a log of entries that were never decided, with all checksums, links and sums right.
struct LogForger {
  private var state = LedgerState(hashKey: 0)
  private(set) var records: [Record] = []

  /// The entries of a ledger, as in its log.
  static func records(of ledger: Ledger) throws -> [Record] {
    var records: [Record] = []
    try RecordLog(store: ledger.store).forEach(from: 0) { (record) throws(LedgerError) in
      records.append(record)
      return true
    }
    return records
  }

  /// Appends an entry at its position, with the balance after it; false if it cannot be applied to
  /// the entries before.
  @discardableResult
  mutating func write(_ draft: Record) -> Bool {
    var record = draft
    record.sequence = state.nextSequence
    record.previous = nil
    if let member = record.member, Int(member) < state.members.count {
      let unit = record.unit
      let account = unit.flatMap { state.members[Int(member)].account(unit: $0) }
      record.previous =
        unit == nil ? state.members[Int(member)].last : account.flatMap { state.accounts[$0].last }
      record.balanceAfter = account.map { state.accounts[$0].net } ?? 0
      if record.kind != .refusal { record.balanceAfter += record.change }
    } else if record.kind != .refusal {
      record.balanceAfter = record.change
    }
    var next = state
    do { try next.apply(record) } catch { return false }
    state = next
    records.append(record)
    return true
  }

  /// Changes an entry afterwards: the log then contradicts itself.
  mutating func edit(_ index: Int, _ change: (inout Record) -> Void) { change(&records[index]) }

  /// Writes the entries to a new ledger, each in a frame of its own.
  func save() throws -> SimulatedFileSystem {
    let system = SimulatedFileSystem()
    let store = try LogStore.create(at: Shop.path, in: system, name: "", now: 0)
    for record in records {
      var body = ByteWriter()
      record.encode(into: &body)
      let bytes = body.bytes
      try store.reserve()
      try store.append(body: bytes.span.bytes, entryCount: 1, clock: record.posted)
    }
    try store.close()
    return system
  }
}
