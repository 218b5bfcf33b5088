import Glibc
import Synchronization

/// The most anonymous memory that this process has had, looked up a hundred times a second.
final class Memory: Sendable {
  private let most = Mutex(0)

  init() {
    Task.detached { [self] in
      while true {
        look()
        try? await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  /// In bytes.
  var peak: Int {
    look()
    return most.withLock { $0 }
  }

  private func look() {
    let now = Self.anonymous
    most.withLock { $0 = max($0, now) }
  }

  /// `RssAnon` of /proc/self/status, in bytes.
  private static var anonymous: Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      guard text.hasPrefix("RssAnon:") else { continue }
      return (Int(text.filter(\.isNumber)) ?? 0) << 10
    }
    return 0
  }
}
