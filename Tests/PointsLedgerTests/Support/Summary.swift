import PointsLedger

/// An entry as one line, for comparisons: everything that can be read of it.
func line(_ entry: Entry) -> String {
  let allocations = entry.allocations.map {
    "\($0.lot.created).\($0.lot.ordinal)/\($0.origin)x\($0.points)"
  }
  let sequence: [String] = [
    "\(entry.sequence)", "\(entry.posted.milliseconds)", entry.kind.name, entry.post.kind.name,
    entry.reference.map { "\($0)" } ?? "-", entry.post.member.map { "\($0)" } ?? "-",
    "\(entry.occurred.milliseconds)", "\(entry.effective.milliseconds)", "\(entry.amount)",
    "\(entry.change)", entry.balanceAfter.map { "\($0)" } ?? "-",
    entry.previous.map { "\($0)" } ?? "-",
    entry.original.map { "\($0)" } ?? "-", "\(allocations)", "\(entry.arrears)",
    entry.refusal.map { "\($0)" } ?? "-", entry.group.map { "\($0)" } ?? "-",
  ]
  return sequence.joined(separator: " ")
}

/// An answer as one line; a duplicate and a repeated refusal read the same as the first time.
func line(_ answer: Answer) -> String {
  switch answer {
  case .posted(let receipt), .duplicate(let receipt):
    let balance = receipt.balance.map { "\($0.split) \($0.lifetime)" } ?? "-"
    return "\(line(receipt.entry)) \(balance)"
  case .refused(let refusal):
    return "\(refusal.code) \(refusal.sequence.map { "\($0)" } ?? "-")"
  }
}
