/// An open directory. What is done in it is done in this very one, wherever it is moved and
/// whatever becomes of the process's own directory.
///
/// Names are bare, and symbolic links are not followed. No call follows a failed one with another
/// try. All calls may be made from any thread.
package protocol Directory: AnyObject, Sendable {
  /// As it was given, for messages.
  var path: String { get }

  /// Whether the place where it was opened still has it. stat(2).
  func isInPlace() throws(StorageError) -> Bool

  /// Opens a regular file; `damaged` where something else has the name. openat(2).
  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File

  /// Opens a directory in it. openat(2).
  func openDirectory(_ name: String) throws(StorageError) -> any Directory

  /// What has the name; nil where nothing has. fstatat(2).
  func status(of name: String) throws(StorageError) -> FileStatus?

  /// Renames what has the name, replacing a file that has the new name, which may be in a directory
  /// in this one (`FOLDER/NAME`). Durable after `sync`. renameat(2).
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

  /// Takes an exclusive lock on the directory itself, without waiting; nil where another open one
  /// holds it. Where the file system has no such locks, it locks nothing. flock(2).
  func lock() throws(StorageError) -> (any DirectoryLock)?
}

/// A lock on a directory. It goes with the last reference.
package protocol DirectoryLock: AnyObject, Sendable {
  /// Whether it keeps others out: not so where the file system has no such locks.
  var isHeld: Bool { get }
  /// Gives it up; a second call does nothing.
  func release()
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
