/// Adjacent `erase` entries: mostly those of one person.
struct ErasureBatch: Sendable {
  /// The sequence number of the first of them: entries before it are erased.
  let start: UInt64
  /// The sequence number after the last of them.
  private(set) var end: UInt64
  private(set) var members: Set<UInt32>

  init(start: UInt64, members: Set<UInt32>) {
    self.start = start
    end = start + 1
    self.members = members
  }

  /// Adds the member of the next entry.
  mutating func add(_ member: UInt32) {
    end += 1
    members.insert(member)
  }
}
