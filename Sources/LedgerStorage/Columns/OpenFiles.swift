/// Which sealed files are open, so that no more are than a process may have: a ledger can have
/// thousands.
final class OpenFiles: Sendable {
  private static let capacity = 128
  /// In the order in which they were opened.
  private let files = Locked<[ColumnFile]>([])

  /// Notes that a file was opened, and closes the one that was opened longest ago if there are too many.
  func add(_ file: ColumnFile) {
    let evicted = files.withLock { files -> ColumnFile? in
      files.append(file)
      return files.count > Self.capacity ? files.removeFirst() : nil
    }
    evicted?.closeFile()
  }

  /// Closes all of them.
  func closeAll() {
    let all = files.withLock { files in
      defer { files = [] }
      return files
    }
    for file in all { file.closeFile() }
  }
}
