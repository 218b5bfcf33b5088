internal import Synchronization

/// The file of a run that is being made, under a temporary name. It goes with the last reference, unless
/// the store has installed it, and must not outlive the store's closing.
package final class RunFile: Sendable {
  enum Progress: Sendable { case begun, complete, installed }

  /// How many there were in this process, so that no two have one temporary name.
  private static let count = Atomic<UInt64>(0)

  /// The sequence numbers that the run covers.
  package let range: Range<UInt64>
  package let ledgerID: LedgerUUID
  /// That it will have.
  private let name: RunName
  private let temporaryName: String
  private let directory: LedgerDirectory
  private let file: any File
  private let progress = Locked(Progress.begun)
  private let process = ProcessMark()

  /// Makes the file.
  ///
  /// - Parameter name: that it will have; says what it covers.
  init(
    for name: RunName, in directory: LedgerDirectory, ledgerID: LedgerUUID
  ) throws(StorageError) {
    let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    temporaryName = "\(name).\(number)\(FileName.temporarySuffix)"
    // What a writer left that was killed, and that could not be removed since.
    file = try directory.makeFile(temporaryName)
    self.name = name
    self.directory = directory
    range = name.range
    self.ledgerID = ledgerID
  }

  deinit {
    if !process.isCurrent { return }
    // That it cannot be removed harms nothing: the next writer tries again.
    if progress.withLock({ $0 }) != .installed { directory.discard(temporaryName) }
  }

  /// The path of the temporary name, for messages.
  var path: String { directory.path(of: temporaryName) }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    try file.write(bytes, at: UInt64(offset))
  }

  /// Notes that all of the run has been written.
  func setComplete() { progress.withLock { $0 = .complete } }

  /// Makes the content durable.
  func sync() throws(StorageError) { try file.syncData() }

  /// Whether all of the run has been written, and it was not installed.
  var isComplete: Bool { progress.withLock { $0 } == .complete }

  /// Gives the file its final name.
  func install() throws(StorageError) {
    try directory.rename(temporaryName, to: "\(name)")
    progress.withLock { $0 = .installed }
  }
}
