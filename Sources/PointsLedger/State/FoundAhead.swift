/// What runs say of some posts' references and members, found before these are judged.
package struct FoundAhead: Sendable {
  /// Where the runs ended.
  let end: UInt64
  /// Of each post.
  var references: [ReferenceHint] = []
  var names: [StateIndex.Pair] = []
  var identifiers: [(key: UInt64, value: IdentifierPeriod)] = []
  var members: [(key: UInt64, value: Member)] = []
  var accounts: [(key: UInt64, value: Account)] = []
}

extension LedgerState {
  /// Brings into memory what was found. What is there already is newer; and all that changed since the
  /// runs ended is there, unless another run has come.
  mutating func takeUp(_ found: FoundAhead) {
    guard found.end == runs.end else { return }
    for pair in found.names { names.noteHint(pair.hash, pair.number) }
    identifiers.withTable { $0.takeUp(found.identifiers) }
    members.withTable { $0.takeUp(found.members) }
    accounts.withTable { $0.takeUp(found.accounts) }
  }
}
