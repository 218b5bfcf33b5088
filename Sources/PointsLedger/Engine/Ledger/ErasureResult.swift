/// The certificate of an erasure.
public struct ErasureResult: Hashable, Sendable {
  /// The entry that announced it.
  public let sequence: SequenceNumber
  /// The root over all entries up to that one, before and after: they are equal.
  public let rootBefore: Digest
  public let rootAfter: Digest
  public let files: ErasedFiles
}
