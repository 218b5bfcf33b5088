/// The random bytes of the members, as a reader of the log meets them.
struct MemberKeys {
  private var members: [Record.NewMember] = []

  /// Takes up the member that `record` enrols, if it does.
  mutating func note(_ record: Record) {
    if let new = record.newMember { members.append(new) }
  }

  /// The account id and the key for the leaf of `record`.
  func leafSecrets(of record: Record) -> (account: RandomBytes16, key: RandomBytes16) {
    guard let member = record.member, Int(member) < members.count else {
      return (.zero, record.salt ?? .zero)
    }
    return (members[Int(member)].id, members[Int(member)].key)
  }
}
