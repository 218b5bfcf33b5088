/// What carrying out erasures did.
public struct ErasedFiles: Hashable, Sendable {
  /// The files that were written anew: names in the ledger's directory, and paths in archives.
  public internal(set) var rewritten: [String] = []
  /// The places of archives that could not be opened or written.
  public internal(set) var untouchedArchives: [String] = []

  mutating func add(_ other: ErasedFiles) {
    rewritten += other.rewritten
    untouchedArchives += other.untouchedArchives
  }
}
