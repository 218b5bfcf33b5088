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

  /// The host process needs descriptors too.
  private let capacity = {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 8
    }
    return Int(clamping: min(1024, max(8, limit.rlim_cur / 4)))
  }()
  /// In the order in which they were opened.
  private let files = Locked<[Opened]>([])

  /// Whether another file can be opened without closing one of these.
  var hasRoom: Bool {
    files.withLock { files in
      if files.count < capacity { return true }
      files.removeAll { $0.file == nil }
      return files.count < capacity
    }
  }

  /// Notes that a file was opened. Closes the file that was opened longest ago if there are too
  /// many.
  func add(_ file: ColumnFile) {
    if Canary.isPlanted(.openFilesCycle) { _ = unsafe Unmanaged.passRetained(file) }
    let evicted = files.withLock { files -> Opened? in
      files.append(Opened(file: file))
      return files.count > capacity ? files.removeFirst() : nil
    }
    evicted?.file?.closeFile()
  }

  /// Closes the file that was opened longest ago; false if none is open.
  ///
  /// Files in the list are open, so their locks are never held for long, and this may be called
  /// under the lock of the file that is being opened.
  ///
  /// - Parameter file: The file that is being opened; it is not closed.
  func closeOldest(but file: ColumnFile) -> Bool {
    let oldest = files.withLock { files in
      files.removeAll { $0.file == nil || $0.file === file }
      return files.isEmpty ? nil : files.removeFirst()
    }
    guard let oldest else { return false }
    oldest.file?.closeFile()
    return true
  }

  /// Closes all of them.
  func closeAll() {
    let all = files.withLock { files in
      defer { files = [] }
      return files
    }
    for opened in all { opened.file?.closeFile() }
  }
}
