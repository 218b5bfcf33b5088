/// Rebuilds an account as it was, from its own entries: newest to oldest along the `previous`
/// links, then forward.
struct AccountTimeline {
  let names: LiveNames
  let log: RecordLog

  /// How far back to go: to entries effective at or before `effective`, and not after `sequence`.
  struct Limit {
    var effective = Int64.max
    var sequence = UInt64.max
  }

  /// One account that is being rebuilt.
  private struct Frame {
    var account: Account
    /// The records still to be applied, the next one last.
    var records: [Record]
    /// The source of the next merge, once it is rebuilt.
    var merged: Account?
  }

  /// The account of `member` in `unit` within `limit`, before the clock's work; nil if it had no
  /// posted or booked entry by then.
  func account(
    member: UInt32, unit: UInt8, limit: Limit
  ) throws(LedgerError) -> Account? {
    var stack = [try frame(member, unit, limit)]
    if stack[0].records.isEmpty, stack[0].account.last == nil { return nil }
    // A merge needs its source as it was before; the source may have had merges of its own.
    while true {
      let top = stack.count - 1
      guard let record = stack[top].records.last else {
        let done = stack.removeLast().account
        if stack.isEmpty { return done }
        stack[top - 1].merged = done
        continue
      }
      let needsSource = record.flags.contains(.mergedInto)
      if needsSource, stack[top].merged == nil, let source = record.counterparty {
        stack.append(try frame(source, unit, Limit(sequence: record.sequence &- 1)))
        continue
      }
      stack[top].records.removeLast()
      do {
        try stack[top].account.apply(record, merged: stack[top].merged)
      } catch {
        throw LedgerError(
          .damaged, "entry \(record.sequence) contradicts the log: \(error.reason); run verify")
      }
      stack[top].merged = nil
    }
  }

  private func frame(
    _ member: UInt32, _ unit: UInt8, _ limit: Limit
  ) throws(LedgerError) -> Frame {
    var frame = Frame(account: Account(member: member, unit: unit), records: [])
    let base = log.base
    var next = try names.lastEntry(member: member, unit: unit)
    while let sequence = next {
      if let base, sequence < base.end {
        frame.account = try base.account(member, unit, limit)
        break
      }
      let record = try log.record(at: sequence)
      guard record.member == member, record.unit == unit, record.previous ?? 0 <= sequence else {
        throw LedgerError(.damaged, "entry \(sequence) is not of its account; run verify")
      }
      if sequence <= limit.sequence, record.effective <= limit.effective, record.kind != .refusal {
        frame.records.append(record)
      }
      next = record.previous
    }
    return frame
  }
}
