internal import Glibc

/// Limits the number of open sealed files, since a ledger can have thousands and a process may have
/// only so many descriptors open.
///
/// It keeps no file alive. Each file refers to it, and closes itself when the last reference to it
/// is gone.
final class OpenFiles: Sendable {
  private struct Opened: Sendable {
    weak let file: ColumnFile?
  }

  /// Each in the order in which they were opened.
  private struct Lists: Sendable {
    /// Those that may lose their names while they are needed: they are closed last.
    var held: [Opened] = []
    var others: [Opened] = []

    var count: Int { held.count + others.count }

    mutating func forgetClosed() {
      held.removeAll { $0.file == nil }
      others.removeAll { $0.file == nil }
    }

    /// Removes the one to close first, but not `file`.
    mutating func popFirst(but file: ColumnFile) -> Opened? {
      if let index = others.firstIndex(where: { $0.file !== file }) {
        return others.remove(at: index)
      }
      return held.firstIndex { $0.file !== file }.map { held.remove(at: $0) }
    }
  }

  /// The most files that are open at once.
  private let capacity: Int
  private let lists = Locked(Lists())

  /// - Parameter capacity: Nil for a share of the process's descriptors: the host needs some too.
  init(capacity: Int? = nil) { self.capacity = capacity ?? Self.share }

  private static var share: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 8
    }
    return Int(clamping: min(4_096, max(8, limit.rlim_cur / 4)))
  }

  /// Whether another file can be opened without closing one of these.
  var hasRoom: Bool {
    lists.withLock { lists in
      if lists.count >= capacity { lists.forgetClosed() }
      return lists.count < capacity
    }
  }

  /// Notes that a file was opened. Closes another one if there are too many.
  func add(_ file: ColumnFile, isHeld: Bool = false) {
    if Canary.isPlanted(.openFilesCycle) { _ = unsafe Unmanaged.passRetained(file) }
    let evicted = lists.withLock { lists -> Opened? in
      if lists.count >= capacity { lists.forgetClosed() }
      if isHeld {
        lists.held.append(Opened(file: file))
      } else {
        lists.others.append(Opened(file: file))
      }
      return lists.count > capacity ? lists.popFirst(but: file) : nil
    }
    evicted?.file?.closeFile()
  }

  /// Closes a file; false if none is open.
  ///
  /// Files in the lists are open, so their locks are never held for long, and this may be called
  /// under the lock of the file that is being opened.
  ///
  /// - Parameter file: The file that is being opened; it is not closed.
  func closeOldest(but file: ColumnFile) -> Bool {
    let oldest = lists.withLock { lists in
      lists.forgetClosed()
      return lists.popFirst(but: file)
    }
    guard let oldest else { return false }
    oldest.file?.closeFile()
    return true
  }

  /// Closes all of them.
  func closeAll() {
    let all = lists.withLock { lists in
      defer { lists = Lists() }
      return lists.held + lists.others
    }
    for opened in all { opened.file?.closeFile() }
  }
}
