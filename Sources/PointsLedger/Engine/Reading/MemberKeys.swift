/// The keys of the members, collected while the log is read.
struct MemberKeys {
  private var seed = RandomBytes16.zero
  private var members: [(id: RandomBytes16, key: RandomBytes16)] = []

  /// Adds the member that `record` enrols, if any.
  mutating func note(_ record: Record) {
    guard let new = record.newMember else { return }
    seed = new.seed ?? seed
    let key = CanonicalEntry.memberKey(
      seed: seed, member: UInt32(truncatingIfNeeded: members.count))
    members.append((CanonicalEntry.memberID(key: key), key))
  }

  /// The member's id and the key for the leaf of `record`.
  func leafSecrets(of record: Record) -> (id: RandomBytes16, key: RandomBytes16) {
    guard let member = record.member, Int(member) < members.count else {
      return (.zero, record.salt ?? .zero)
    }
    return members[Int(member)]
  }
}
