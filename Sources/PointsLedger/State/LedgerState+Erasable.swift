extension LedgerState {
  /// Whether these members, one of which stays, are still all of a person, and have no open hold.
  mutating func isErasable(_ members: [UInt32]) -> Bool {
    guard let first = members.first else { return false }
    let staying = survivor(of: first)
    for member in members where survivor(of: member) != staying { return false }
    guard members.contains(staying) else { return false }
    for unit in units.indices {
      guard let number = accountNumber(of: staying, unit: UInt8(unit)) else { continue }
      load(account: number)
      if accounts.look(number, { !$0.holds.isEmpty }) { return false }
    }
    return true
  }
}
