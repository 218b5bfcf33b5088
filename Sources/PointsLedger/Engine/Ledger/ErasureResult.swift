/// The certificate of an erasure.
public struct ErasureResult: Hashable, Sendable {
  /// The entry that announced it.
  public let sequence: SequenceNumber
  /// The root over all entries up to that one, before and after: they are equal.
  public let rootBefore: Digest
  public let rootAfter: Digest
  /// The names of the files that were written anew.
  public let rewrittenFiles: [String]
  /// Archives in which nothing was erased: erase there too, or destroy them.
  public let untouchedArchives: [String]
}
