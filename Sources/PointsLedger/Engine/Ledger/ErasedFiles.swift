/// What carrying out erasures did.
public struct ErasedFiles: Hashable, Sendable {
  /// The files that were written anew: names in the ledger's directory, and paths in archives.
  public internal(set) var rewritten: [String] = []
  /// The places of archives that could not be opened or written.
  public internal(set) var untouchedArchives: [String] = []

  /// Why, for each of them.
  public internal(set) var failures: [String] = []

  mutating func note(_ path: String, _ failure: String) {
    if untouchedArchives.contains(path) { return }
    untouchedArchives.append(path)
    failures.append(failure)
  }

  mutating func add(_ other: ErasedFiles) {
    rewritten += other.rewritten
    for (path, failure) in zip(other.untouchedArchives, other.failures) { note(path, failure) }
  }
}
