import Glibc

/// A Unix socket at a path that clients connect to; only its owner can.
struct ServerSocket: ~Copyable {
  /// The most bytes of a path. unix(7).
  static let maximumPath = 107
  /// How many clients may wait to be accepted.
  private static let backlog: Int32 = 512

  let descriptor: Int32
  private let path: String
  /// The file that was made, to recognize it.
  private let file: FilePlace?

  /// Throws if no socket can be made at the path.
  static func check(_ path: String) throws(CommandFailure) {
    guard path.utf8.count <= maximumPath, !path.isEmpty else {
      throw CommandFailure(
        .usage,
        "--socket \(path): \(path.utf8.count) bytes long, and the system takes 1 to "
          + "\(maximumPath): name a shorter path, or one relative to the current directory")
    }
  }

  /// Makes the socket. The file of a server that is gone is replaced.
  static func listen(at path: String) throws(CommandFailure) -> ServerSocket {
    try check(path)
    try removeStale(path)
    let descriptor = try make()
    // Linux makes the file with the mode of the descriptor.
    fchmod(descriptor, 0o600)
    guard unsafe call(bind, descriptor, path) == 0 else {
      let number = errno
      close(descriptor)
      throw CommandFailure(
        .cannotCreate, "\(path): \(describe(number)); name a path where a socket can be made")
    }
    unsafe chmod(path, 0o600)
    let socket = ServerSocket(descriptor: descriptor, path: path, file: FilePlace(path))
    guard Glibc.listen(descriptor, backlog) == 0 else {
      throw CommandFailure(.inputOutput, "\(path): \(describe(errno))")
    }
    stopBlocking(descriptor)
    return socket
  }

  deinit {
    // Another server may have its own there by now.
    if file != nil, FilePlace(path) == file { unsafe unlink(path) }
    close(descriptor)
  }

  /// The next client that waits, a descriptor that never blocks; nil if there is none. Throws the
  /// number of an error.
  func accept() throws(ErrorNumber) -> Int32? {
    let client = Glibc.accept(descriptor, nil, nil)
    guard client >= 0 else {
      switch errno {
      // The client may be gone again.
      case EAGAIN, EINTR, ECONNABORTED: return nil
      case let number: throw ErrorNumber(value: number)
      }
    }
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    Self.stopBlocking(client)
    return client
  }

  struct ErrorNumber: Error { let value: Int32 }

  private static func stopBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  private static func make() throws(CommandFailure) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else {
      throw CommandFailure(.inputOutput, "a socket: \(describe(errno))")
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Removes the file of a server that is gone; throws if one is there, or something else.
  private static func removeStale(_ path: String) throws(CommandFailure) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw CommandFailure(
        .cannotCreate, "\(path): is there already, and is no socket: name another path")
    }
    let probe = try make()
    defer { close(probe) }
    stopBlocking(probe)
    guard unsafe call(connect, probe, path) != 0, errno == ECONNREFUSED else {
      throw CommandFailure(
        .locked, "\(path): another server listens there: end it, or name another path")
    }
    unsafe unlink(path)
  }

  /// Calls `bind` or `connect` with the address of a path that is short enough.
  private static func call(
    _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ descriptor: Int32,
    _ path: String
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      for (index, byte) in path.utf8.prefix(maximumPath).enumerated() {
        unsafe bytes[index] = byte
      }
    }
    return unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
