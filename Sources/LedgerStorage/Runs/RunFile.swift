internal import Synchronization

/// The file of a run that is being made, under a temporary name. It is removed with the last
/// reference, unless the store has installed it. It must not outlive the closing of the store.
package final class RunFile: Sendable {
  enum Progress: Sendable { case begun, complete, installed }

  /// Counts these files in this process, so that no two share a temporary name.
  private static let count = Atomic<UInt64>(0)

  /// The name that it will get.
  package var finalName: String { name.description }
  /// The sequence numbers that the run covers.
  package var range: Range<UInt64> { name.range }
  package let ledgerID: LedgerUUID
  /// The name that it will get.
  let name: RunName
  private let temporaryName: String
  private let directory: LedgerDirectory
  let file: any File
  private let progress = Locked(Progress.begun)
  private let process = ProcessMark()

  /// Creates the file.
  ///
  /// - Parameter name: The name that it will get; it says what the run covers.
  init(
    for name: RunName, in directory: LedgerDirectory, ledgerID: LedgerUUID
  ) throws(StorageError) {
    let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    temporaryName = "\(name).\(number)\(FileName.temporarySuffix)"
    // A writer that was killed may have left a file of this name that could not be removed since.
    file = try directory.makeFile(temporaryName)
    self.name = name
    self.directory = directory
    self.ledgerID = ledgerID
  }

  deinit {
    if !process.isCurrent { return }
    // A failure to remove it does no harm: the next writer tries again.
    if progress.withLock({ $0 }) != .installed { directory.discard(temporaryName) }
  }

  /// The path with the temporary name, for messages.
  var path: String { directory.path(of: temporaryName) }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    try file.write(bytes, at: UInt64(offset))
  }

  /// Reads the file in parts of up to 1 MiB, in order.
  package func forEachPart(_ visit: (RawSpan) -> Void) throws(StorageError) {
    var bytes: [UInt8] = []
    var offset: UInt64 = 0
    while true {
      let count = try file.read(1 << 20, at: offset, into: &bytes)
      if count == 0 { return }
      visit(bytes.rawSpan.extracting(0..<count))
      offset += UInt64(count)
    }
  }

  /// Notes that the whole run has been written.
  func setComplete() { progress.withLock { $0 = .complete } }

  /// Makes the content durable.
  package func sync() throws(StorageError) { try file.syncData() }

  /// Whether the whole run has been written, and is not installed.
  var isComplete: Bool { progress.withLock { $0 } == .complete }

  /// Gives the file its final name.
  func install() throws(StorageError) {
    try directory.rename(temporaryName, to: "\(name)")
    progress.withLock { $0 = .installed }
  }
}
