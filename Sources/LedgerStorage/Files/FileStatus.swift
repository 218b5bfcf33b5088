/// The status of a name.
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Sendable { case file, directory, other }

  package let kind: Kind
  /// The length of a file in bytes.
  package let byteCount: UInt64
  package let identity: FileIdentity

  package init(kind: Kind, byteCount: UInt64, identity: FileIdentity) {
    self.kind = kind
    self.byteCount = byteCount
    self.identity = identity
  }
}

/// The identity of a file or directory, whatever its name. No two open ones have the same.
package struct FileIdentity: Equatable, Sendable {
  package let device: UInt64
  package let inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}
