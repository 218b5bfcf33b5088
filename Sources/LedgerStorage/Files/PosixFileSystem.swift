internal import Glibc

/// The operating system's files. Interrupted calls are made again; short reads and writes go on.
package struct PosixFileSystem: FileSystem {
  package init() {}

  package func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    // O_NONBLOCK: a pipe in a file's place must not make the till wait.
    let flags =
      switch access {
      case .read: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
      case .readWrite: O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
      case .create: O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
      }
    let descriptor = try SystemCall.retrying("cannot open the file", path) {
      unsafe Glibc.open(path, flags, 0o666)
    }
    let file = PosixFile(descriptor: descriptor, path: path)
    guard try file.isRegular() else {
      throw StorageError(.notALedger, "this is not a regular file", path: path)
    }
    return file
  }

  package func status(of path: String) throws(StorageError) -> FileStatus? {
    var status = stat()
    do {
      _ = try SystemCall.retrying("cannot look at it", path) { unsafe stat(path, &status) }
    } catch  where error.category == .noSuchFile {
      return nil
    }
    let kind: FileStatus.Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    return FileStatus(kind: kind, byteCount: UInt64(clamping: status.st_size))
  }

  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot rename it to \(newPath)", path) {
      unsafe Glibc.rename(path, newPath)
    }
  }

  package func unlink(_ path: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot remove the file", path) { unsafe Glibc.unlink(path) }
  }

  package func list(_ path: String) throws(StorageError) -> [String] {
    guard let directory = unsafe opendir(path) else {
      throw SystemCall.error(errno, "cannot list the directory", path)
    }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(directory) else {
        if errno != 0 { throw SystemCall.error(errno, "cannot list the directory", path) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  package func makeDirectory(_ path: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot make the directory", path) { unsafe mkdir(path, 0o777) }
  }

  package func removeDirectory(_ path: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot remove the directory", path) { unsafe rmdir(path) }
  }

  package func syncDirectory(_ path: String) throws(StorageError) {
    let descriptor = try SystemCall.retrying("cannot open the directory", path) {
      unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    defer { _ = Glibc.close(descriptor) }
    try SystemCall.once("cannot make the directory durable", path) { fsync(descriptor) }
  }
}
