/// What can change in a ledger's directory while another process writes: a reader looks at it before
/// and after, and starts again where what it read may not belong together.
struct DirectoryState: Equatable {
  let names: [String]
  let isBeingWritten: Bool
  let ack: Ack?

  init(of directory: LedgerDirectory, assumingLock: Bool = false) throws(StorageError) {
    // The lock before `ack` before the names: a manifest is published before `ack` names its log.
    isBeingWritten = assumingLock ? false : try directory.isBeingWritten()
    ack = try directory.ack()
    names = try directory.files.list()
  }

  /// Whether what was read from this state still stands in the later one.
  ///
  /// A log that is being written is read as far as `ack` said, and that stays; a log that nobody
  /// writes is read whole, and must have stayed as it was.
  func stands(in later: DirectoryState) -> Bool {
    LedgerDirectory.newestGeneration(names) == LedgerDirectory.newestGeneration(later.names)
      && isBeingWritten == later.isBeingWritten && (isBeingWritten || ack == later.ack)
  }
}
