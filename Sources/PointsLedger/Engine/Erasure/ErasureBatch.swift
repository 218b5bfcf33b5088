/// Adjacent `erase` entries: mostly those of one person.
struct ErasureBatch: Sendable {
  /// The sequence number of the first of them: entries before it are erased.
  let start: UInt64
  /// The sequence number after the last of them.
  private(set) var end: UInt64
  private(set) var members: Set<UInt32>

  init(start: UInt64, member: UInt32) {
    self.start = start
    end = start + 1
    members = [member]
  }

  /// Adds the member of the next entry.
  mutating func add(_ member: UInt32) {
    end += 1
    members.insert(member)
  }
}

/// What carrying out erasures did.
struct ErasedFiles: Sendable {
  var rewritten: [String] = []
  /// The places of archives that could not be opened or written.
  var untouchedArchives: [String] = []

  mutating func add(_ other: ErasedFiles) {
    rewritten += other.rewritten
    untouchedArchives += other.untouchedArchives
  }
}
