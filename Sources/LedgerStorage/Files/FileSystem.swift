/// The directories that the storage layer works in: real ones, or simulated ones that can fail and
/// crash on demand.
package protocol FileSystem: Sendable {
  /// Opens a directory. Its path may be relative, and lead through symbolic links; afterwards only
  /// `Directory.isInPlace` reads it again. open(2).
  ///
  /// - Throws: `noSuchFile`; `notALedger` if something else is there; what the system reports.
  func openDirectory(_ path: String) throws(StorageError) -> any Directory
}
