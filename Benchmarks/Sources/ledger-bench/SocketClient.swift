import Glibc

/// A client of a Unix socket that sends a line and waits for one. One thread at a time uses it.
final class SocketClient: @unchecked Sendable {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  /// Waits up to ten seconds for the server.
  init(path: String) {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      fatalError("\(path) is too long for a socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    for _ in 0..<1_000 {
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if result == 0 { return }
      usleep(10_000)
    }
    fatalError("nobody serves at \(path)")
  }

  deinit { close(descriptor) }

  /// The answer to a line.
  func ask(_ line: String) -> String {
    let bytes = Array(line.utf8)
    guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { fatalError("not sent") }
    var count = 0
    while count == 0 || buffer[count - 1] != 0x0A {
      let more = buffer.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, 0)
      }
      guard more > 0 else { fatalError("the server hung up") }
      count += more
    }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
