/// The directories that the storage layer works in: the real ones, or simulated ones that can fail
/// and crash on demand.
package protocol FileSystem: Sendable {
  /// Opens a directory. Its path may lead through symbolic links, and be relative; it is not looked
  /// at again, but for `Directory.isInPlace`. open(2).
  ///
  /// - Throws: `noSuchFile`; `notALedger` where something else is there; what the system reports.
  func openDirectory(_ path: String) throws(StorageError) -> any Directory
}
