/// An open directory. Calls work on this directory itself, wherever it is moved, and whatever the
/// current directory of the process is.
///
/// Names are plain names, and symbolic links are not followed. A failed call is never retried. Any
/// thread may make any call.
package protocol Directory: AnyObject, Sendable {
  /// The path as given, for messages.
  var path: String { get }

  /// Whether it is still at the path where it was opened. stat(2).
  func isInPlace() throws(StorageError) -> Bool

  /// Opens a regular file; `damaged` if something else has the name. openat(2).
  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File

  /// Opens a directory in it. openat(2).
  func openDirectory(_ name: String) throws(StorageError) -> any Directory

  /// The status of a name; nil if it does not exist. fstatat(2).
  func status(of name: String) throws(StorageError) -> FileStatus?

  /// Renames an entry, replacing a file that has the new name. The new name may be in a
  /// subdirectory (`FOLDER/NAME`). Durable after `sync`. renameat(2).
  func rename(_ name: String, to newName: String) throws(StorageError)

  /// Removes a file. unlinkat(2).
  func unlink(_ name: String) throws(StorageError)

  /// The names in it, without `.` and `..`, in any order. readdir(3).
  func list() throws(StorageError) -> [String]

  /// Makes a directory in it. mkdirat(2).
  func makeDirectory(_ name: String) throws(StorageError)

  /// Removes an empty directory in it. unlinkat(2).
  func removeDirectory(_ name: String) throws(StorageError)

  /// Makes the names in it durable. fsync(2).
  func sync() throws(StorageError)

  /// The room on its file system. statvfs(3).
  func freeSpace() throws(StorageError) -> FreeSpace

  /// Takes an exclusive lock on the directory itself, without waiting; nil if another description
  /// holds it. If the file system has no such locks, nothing is locked. flock(2).
  func lock() throws(StorageError) -> (any DirectoryLock)?

  /// The process that took that lock; nil if none did, or it is not known. proc_locks(5).
  func lockHolder() -> Int32?
}

extension Directory {
  package func lockHolder() -> Int32? { nil }
}

/// A lock on a directory. It is released with the last reference.
package protocol DirectoryLock: AnyObject, Sendable {
  /// Whether it keeps others out; false if the file system has no such locks.
  var isHeld: Bool { get }
  /// Releases it; a second call does nothing.
  func release()
}

/// How a file is opened.
package enum FileAccess: Sendable {
  /// An existing file, for reading.
  case read
  /// An existing file, for reading and writing.
  case readWrite
  /// A file that must not exist yet, for reading and writing.
  case create
}
