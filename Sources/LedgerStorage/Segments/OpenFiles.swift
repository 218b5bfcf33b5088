internal import Glibc

/// Which sealed files are open, so that no more are than a process may have: a ledger can have
/// thousands.
///
/// It holds none of them: each holds it, and a file that nobody needs any more closes itself.
final class OpenFiles: Sendable {
  private struct Opened: Sendable {
    weak let file: ColumnFile?
  }

  /// The host needs descriptors, too.
  private let capacity = {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 8
    }
    return Int(clamping: min(128, max(8, limit.rlim_cur / 4)))
  }()
  /// In the order in which they were opened.
  private let files = Locked<[Opened]>([])

  /// Notes that a file was opened, and closes the one that was opened longest ago if there are too many.
  func add(_ file: ColumnFile) {
    if Canary.isPlanted(.openFilesCycle) { _ = unsafe Unmanaged.passRetained(file) }
    let evicted = files.withLock { files -> Opened? in
      files.append(Opened(file: file))
      return files.count > capacity ? files.removeFirst() : nil
    }
    evicted?.file?.closeFile()
  }

  /// Closes the one that was opened longest ago; false where none is open.
  ///
  /// What is in the table is open, so nobody holds its lock for long, and this may be called with
  /// that of the file that is being opened.
  ///
  /// - Parameter file: It is being opened, and not closed.
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
