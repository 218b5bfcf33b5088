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
  /// The path that it will have.
  private let finalPath: String
  /// The temporary name's path.
  let path: String
  private let file: any File
  private let fileSystem: any FileSystem
  private let progress = Locked(Progress.begun)

  /// Makes the file.
  ///
  /// - Parameter path: that it will have.
  init(
    for path: String, in fileSystem: any FileSystem, range: Range<UInt64>, ledgerID: LedgerUUID
  ) throws(StorageError) {
    let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    finalPath = path
    self.path = "\(path).\(number)\(FileName.temporarySuffix)"
    // What a writer left that was killed, and that could not be removed since.
    do { try fileSystem.unlink(self.path) } catch {}
    file = try fileSystem.openFile(self.path, .create)
    self.fileSystem = fileSystem
    self.range = range
    self.ledgerID = ledgerID
  }

  deinit {
    // That it cannot be removed harms nothing: the next writer tries again.
    if progress.withLock({ $0 }) != .installed { do { try fileSystem.unlink(path) } catch {} }
  }

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
    try fileSystem.rename(path, to: finalPath)
    progress.withLock { $0 = .installed }
  }
}
