/// A SHA-256 digest of the ledger's state, or the root over its entries.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes as 64 hexadecimal digits in lower case.
  public let description: String

  package init(_ description: String) { self.description = description }
}
