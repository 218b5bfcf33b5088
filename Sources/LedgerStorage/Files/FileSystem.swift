/// The files and directories that the storage layer works on: the real ones, or simulated ones that
/// can fail and crash on demand.
///
/// Paths are passed on as they are. No call follows a failed one with another try.
package protocol FileSystem: Sendable {
  /// Opens a regular file. open(2).
  func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File

  /// What is at the path, following symbolic links; nil where nothing is. stat(2).
  func status(of path: String) throws(StorageError) -> FileStatus?

  /// Renames a file, replacing what has the new name. Durable after `syncDirectory`. rename(2).
  func rename(_ path: String, to newPath: String) throws(StorageError)

  /// Removes a file. unlink(2).
  func unlink(_ path: String) throws(StorageError)

  /// The names in a directory, without `.` and `..`, in any order. readdir(3).
  func list(_ path: String) throws(StorageError) -> [String]

  /// Makes a directory. mkdir(2).
  func makeDirectory(_ path: String) throws(StorageError)

  /// Removes an empty directory. rmdir(2).
  func removeDirectory(_ path: String) throws(StorageError)

  /// Makes the names in a directory durable. fsync(2).
  func syncDirectory(_ path: String) throws(StorageError)
}

/// How a file is opened.
package enum FileAccess: Sendable {
  /// An existing file, for reading.
  case read
  /// An existing file, for reading and writing.
  case readWrite
  /// A file that must not be there yet, for reading and writing.
  case create
}

/// What is at a path.
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Sendable { case file, directory, other }

  package let kind: Kind
  /// The length of a file in bytes.
  package let byteCount: UInt64

  package init(kind: Kind, byteCount: UInt64) {
    self.kind = kind
    self.byteCount = byteCount
  }
}
