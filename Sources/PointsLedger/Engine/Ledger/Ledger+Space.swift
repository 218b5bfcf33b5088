internal import LedgerStorage

extension Ledger {
  /// How much room there is on the ledger's file system, and how much it needs: after a post was
  /// refused with `ledgerFull`, what is missing.
  ///
  /// - Throws: `closed`, `inputOutput`.
  public func spaceStatus() throws(LedgerError) -> SpaceStatus {
    try pipeline.checkOpen()
    return try translating { () throws(StorageError) in
      let space = try log.store.freeSpace()
      return SpaceStatus(
        path: path, fileSystem: space.fileSystem, freeBytes: space.byteCount,
        neededBytes: UInt64(clamping: log.store.missingByteCount))
    }
  }
}
