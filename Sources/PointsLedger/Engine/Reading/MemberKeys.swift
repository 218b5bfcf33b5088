/// The keys of the members, collected while the log is read.
struct MemberKeys {
  private var seed = KeySeed(seed: .zero)
  private var members: [(id: RandomBytes16, key: RandomBytes16)] = []

  /// The keys of the members that the entries before the first one enrolled.
  ///
  /// - Parameter base: What stands for these entries; nil if there are none.
  init(of base: Base? = nil) throws(LedgerError) {
    guard let base else { return }
    let seeds = try base.seeds()
    for member in 0..<UInt64(try base.state().members.count) {
      seed = seeds[member] ?? seed
      note(member)
    }
  }

  /// Adds the member that `record` enrols, if any.
  mutating func note(_ record: Record) {
    if record.erasesMember, let member = record.member, Int(member) < members.count {
      // From here on nothing of the member's entries needs to be kept secret.
      members[Int(member)].key = members[Int(member)].id
    }
    guard let new = record.newMember else { return }
    if let found = new.seed { seed = KeySeed(seed: found, keys: record.erased?.keys) }
    note(UInt64(members.count))
  }

  private mutating func note(_ member: UInt64) {
    members.append(seed.secrets(of: UInt32(truncatingIfNeeded: member)))
  }

  /// The member's id and the key for the leaf of `record`.
  func leafSecrets(of record: Record) -> (id: RandomBytes16, key: RandomBytes16) {
    guard let member = record.member, Int(member) < members.count else {
      return (.zero, record.salt ?? .zero)
    }
    return members[Int(member)]
  }
}
