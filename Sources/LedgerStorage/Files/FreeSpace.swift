/// The room on the file system that holds a directory.
package struct FreeSpace: Equatable, Sendable {
  /// Where the file system is mounted, and what it is: `/var/lib (ext4, /dev/sda2)`; nil if that is
  /// not known.
  package let fileSystem: String?
  /// What a process without privileges can still write, in bytes.
  package let byteCount: UInt64

  package init(fileSystem: String?, byteCount: UInt64) {
    self.fileSystem = fileSystem
    self.byteCount = byteCount
  }
}
