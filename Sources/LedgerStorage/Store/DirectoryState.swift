/// The parts of a ledger's directory that can change while another process writes. A reader
/// compares them before and after reading, and starts again if its results may not belong together.
struct DirectoryState: Equatable {
  let names: [String]
  let isBeingWritten: Bool
  let ack: Ack?

  init(of directory: LedgerDirectory, assumingLock: Bool = false) throws(StorageError) {
    // The order matters: the lock, then `ack`, then the names, since a manifest is published before
    // `ack` names its log.
    isBeingWritten = assumingLock ? false : try directory.isBeingWritten()
    ack = try directory.ack()
    names = try directory.files.list()
  }

  /// Whether results that were read in this state are still valid in the other one.
  ///
  /// A log that is being written is read up to the end in `ack`, and that part never changes. A log
  /// without a writer is read whole, and must be unchanged.
  func stands(in later: DirectoryState) -> Bool {
    LedgerDirectory.newestGeneration(names) == LedgerDirectory.newestGeneration(later.names)
      && isBeingWritten == later.isBeingWritten && (isBeingWritten || ack == later.ack)
  }

  /// Reads a directory until the result belongs together.
  ///
  /// - Throws: What `read` throws in a state that stands; `io` where the directory never rests.
  static func consistently<Value>(
    _ directory: LedgerDirectory, read: (DirectoryState) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    var failure: StorageError?
    for _ in 0..<100 {
      let state = try DirectoryState(of: directory)
      do throws(StorageError) {
        let value = try read(state)
        if state.isBeingWritten { return value }
        if state.stands(in: try DirectoryState(of: directory)) { return value }
        failure = nil
      } catch {
        if state.stands(in: try DirectoryState(of: directory)) { throw error }
        failure = error
      }
    }
    throw failure
      ?? StorageError(.io, "the directory changed all the time", path: directory.path)
  }
}
