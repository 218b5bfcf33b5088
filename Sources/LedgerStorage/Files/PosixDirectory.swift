internal import Glibc

/// An open directory of the operating system.
final class PosixDirectory: Directory {
  let path: String
  /// Its path when it was opened: absolute, without symbolic links, zero-terminated; nil if it
  /// could not be determined.
  private let place: [CChar]?
  private let descriptor: Int32
  private let identity: FileIdentity

  /// Takes the descriptor over.
  init(descriptor: Int32, path: String, place: [CChar]?) throws(StorageError) {
    self.descriptor = descriptor
    self.path = path
    self.place = place
    var status = stat()
    do {
      _ = try SystemCall.retrying("cannot look at the directory", path) {
        unsafe fstat(descriptor, &status)
      }
    } catch {
      _ = Glibc.close(descriptor)
      throw error
    }
    identity = FileStatus(status).identity
  }

  deinit { _ = Glibc.close(descriptor) }

  func isInPlace() throws(StorageError) -> Bool {
    guard let place else { return true }
    var status = stat()
    do {
      _ = try SystemCall.retrying("cannot look at it", path) { unsafe stat(place, &status) }
    } catch {
      switch error.category {
      case .noSuchFile: return false
      // The process may have given up the permission to look there; the directory is still open.
      case .permission: return true
      default: throw error
      }
    }
    return FileStatus(status).identity == identity
  }

  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File {
    let path = path(of: name)
    // O_NONBLOCK: a pipe with the name of a file must not block the caller.
    let flags =
      switch access {
      case .read: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW
      case .readWrite: O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW
      case .create: O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
      }
    do {
      let descriptor = try SystemCall.opening("cannot open the file", path) {
        if Canary.isPlanted(.pathAgain) { return unsafe openat(AT_FDCWD, path, flags, 0o666) }
        return unsafe openat(self.descriptor, name, flags, 0o666)
      }
      let file = PosixFile(descriptor: descriptor, path: path)
      if try file.status().kind == .file { return file }
    } catch {
      switch error.errorNumber {
      // A symbolic link; a directory; a socket, or a device without hardware.
      case ELOOP, EISDIR, ENXIO, ENODEV: break
      default: throw error
      }
    }
    throw StorageError(.damaged, "this is not a regular file", path: path)
  }

  func openDirectory(_ name: String) throws(StorageError) -> any Directory {
    let path = path(of: name)
    let descriptor = try SystemCall.opening("cannot open the directory", path) {
      unsafe openat(self.descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    }
    var inside = place
    inside?.removeLast()
    inside?.append(contentsOf: "/\(name)".utf8CString)
    return try PosixDirectory(descriptor: descriptor, path: path, place: inside)
  }

  func status(of name: String) throws(StorageError) -> FileStatus? {
    var status = stat()
    do {
      _ = try SystemCall.retrying("cannot look at it", path(of: name)) {
        unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
      }
    } catch  where error.category == .noSuchFile {
      return nil
    }
    return FileStatus(status)
  }

  func rename(_ name: String, to newName: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot rename it to \(path(of: newName))", path(of: name)) {
      unsafe renameat(descriptor, name, descriptor, newName)
    }
  }

  func unlink(_ name: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot remove the file", path(of: name)) {
      unsafe unlinkat(descriptor, name, 0)
    }
  }

  func list() throws(StorageError) -> [String] {
    // The position of a listing belongs to the descriptor, so each listing opens its own.
    let own = try openAgain()
    guard let stream = unsafe fdopendir(own) else {
      let number = errno
      _ = Glibc.close(own)
      throw SystemCall.error(number, "cannot list the directory", path)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw SystemCall.error(errno, "cannot list the directory", path) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  func makeDirectory(_ name: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot make the directory", path(of: name)) {
      unsafe mkdirat(descriptor, name, 0o777)
    }
  }

  func removeDirectory(_ name: String) throws(StorageError) {
    _ = try SystemCall.retrying("cannot remove the directory", path(of: name)) {
      unsafe unlinkat(descriptor, name, AT_REMOVEDIR)
    }
  }

  func sync() throws(StorageError) {
    if Canary.isPlanted(.skippedDirectorySync) { return }
    try SystemCall.once("cannot make the directory durable", path) { fsync(descriptor) }
  }

  func freeSpace() throws(StorageError) -> FreeSpace {
    var status = statvfs()
    _ = try SystemCall.retrying("cannot look at the file system", path) {
      unsafe fstatvfs(descriptor, &status)
    }
    let free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    let place = place.map {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    return FreeSpace(
      fileSystem: place.flatMap(MountTable.fileSystem(of:)),
      byteCount: free.overflow ? .max : free.partialValue)
  }

  func lock() throws(StorageError) -> (any DirectoryLock)? {
    PosixDirectoryLock(descriptor: try openAgain())
  }

  func lockHolder() -> Int32? { LockTable.holder(of: identity) }

  private func openAgain() throws(StorageError) -> Int32 {
    try SystemCall.opening("cannot open the directory", path) {
      unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
  }

  private func path(of name: String) -> String { "\(path)/\(name)" }
}

extension FileStatus {
  /// The result of stat(2) and related calls.
  init(_ status: stat) {
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    self.init(
      kind: kind, byteCount: UInt64(clamping: status.st_size),
      identity: FileIdentity(
        device: UInt64(truncatingIfNeeded: status.st_dev),
        inode: UInt64(truncatingIfNeeded: status.st_ino)))
  }
}
