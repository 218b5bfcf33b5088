/// A member with all members that were merged into it.
struct Person: Sendable {
  /// The member that stays, then the others, ascending.
  var members: [UInt32]
  /// All times in which an identifier named one of them, by the identifiers' numbers, ascending.
  var identifiers: [UInt32] = []
  var periods: [IdentifierPeriod] = []
  /// Those of the member that stays, in the order of the units.
  var accounts: [Account] = []

  /// Whether an entry is about the person: it belongs to one of the members, or was refused because
  /// one of the identifiers did not name anybody then.
  func owns(_ record: Record) -> Bool {
    if let member = record.member, members.contains(member) { return true }
    guard let unknown = record.unknown else { return false }
    return names(unknown.member) || names(unknown.counterparty)
  }

  /// Whether a text is one of the identifiers.
  func names(_ text: InlineText?) -> Bool {
    guard let text else { return false }
    return periods.contains { $0.text == text }
  }
}

extension LedgerState {
  /// The person whom an identifier names now, or named last; nil if it never named anybody. It
  /// reads all members and identifiers.
  func person(named text: InlineText) -> Person? {
    guard let member = currentMember(named: text) ?? periods(of: text).last?.member else {
      return nil
    }
    let staying = survivor(of: member)
    var person = Person(members: [staying])
    for other in members.indices where members.look(other, { $0.merged != nil }) {
      let number = UInt32(other)
      if number != staying, survivor(of: number) == staying { person.members.append(number) }
    }
    for (number, period) in identifiers.enumerated() where person.members.contains(period.member) {
      person.identifiers.append(UInt32(number))
      person.periods.append(period)
    }
    for number in members[Int(staying)].accounts where number != Member.noAccount {
      person.accounts.append(accounts[Int(number)])
    }
    return person
  }
}
