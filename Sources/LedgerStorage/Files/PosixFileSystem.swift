internal import Glibc

/// The operating system's files. Interrupted calls are made again; short reads and writes go on.
package struct PosixFileSystem: FileSystem {
  package init() {}

  package func openDirectory(_ path: String) throws(StorageError) -> any Directory {
    guard let resolved = unsafe realpath(path, nil) else {
      throw Self.notOpened(errno, path)
    }
    defer { unsafe free(resolved) }
    do {
      let descriptor = try SystemCall.opening("cannot open the directory", path) {
        unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
      // As bytes: the names above it need not be UTF-8.
      let place = unsafe Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved) + 1))
      return try PosixDirectory(descriptor: descriptor, path: path, place: place)
    } catch {
      if error.errorNumber == ENOTDIR {
        throw StorageError(.notALedger, "this is not a directory", path: path)
      }
      throw error
    }
  }

  private static func notOpened(_ number: Int32, _ path: String) -> StorageError {
    let error = SystemCall.error(number, "cannot open the directory", path)
    guard error.category == .noSuchFile else { return error }
    return StorageError(.noSuchFile, "there is no such directory", path: path)
  }
}
