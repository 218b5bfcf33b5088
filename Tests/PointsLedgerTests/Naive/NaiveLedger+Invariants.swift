import PointsLedger

extension NaiveLedger {
  /// The first invariant that the model itself breaks after the entries from `start` on; nil if it
  /// breaks none.
  func brokenInvariant(since start: Int) -> String? {
    for account in state.accounts {
      let now = account.settled ?? .epoch
      let balance = account.balance(at: now)
      let parts =
        balance.available.minorUnits + balance.pending.minorUnits + balance.held.minorUnits
      let live = account.lots.filter { $0.remaining > 0 }.reduce(0) { $0 + $1.remaining }
      if parts != live { return "1: \(parts) of \(live) points of \(account.member)" }
      for lot in account.lots {
        if NaiveBucket.allCases.contains(where: { lot[$0] < 0 }) || lot.sumOfBuckets != lot.issued {
          return "2: lot \(lot)"
        }
      }
      if balance.available < 0 { return "4: available \(balance.available)" }
      if balance.arrears > 0, balance.available > 0 || balance.pending > 0 {
        return "4: arrears \(balance.arrears) beside \(balance.available), \(balance.pending)"
      }
      let held = account.holds.reduce(0) { $0 + $1.points }
      if held != balance.held.minorUnits { return "10: \(held) in holds" }
    }
    for entry in state.entries.dropFirst(start) {
      let sum = entry.parts.reduce(0) { $0 + $1.points }
      if entry.change < 0, ![.merge, .counter].contains(entry.kind),
        -entry.change != sum + entry.arrears
      {
        return "3: entry \(entry.sequence) explains \(sum) and \(entry.arrears) of \(entry.change)"
      }
    }
    for (sequence, undone) in state.undone {
      let entry = state.entries[sequence]
      if undone.points > entry.amount { return "6: \(undone.points) of \(entry.amount)" }
      if zip(undone.parts, entry.parts).contains(where: { $0 > $1.points }) {
        return "6: \(undone.parts) of \(entry.parts)"
      }
    }
    return rollForwardGap(since: start)
  }

  /// Invariant 1, second half: an account's balance is the sum of what its entries changed.
  private func rollForwardGap(since start: Int) -> String? {
    for entry in state.entries.dropFirst(start) {
      guard let account = entry.account else { continue }
      let before = state.entries[..<entry.sequence].last { $0.account == account }?.balanceAfter
      if (before ?? 0) + entry.change != entry.balanceAfter {
        return
          "1: entry \(entry.sequence): \(before ?? 0) + \(entry.change) -> \(entry.balanceAfter)"
      }
    }
    return nil
  }
}
