extension LogStore {
  /// The sequence number after the last entry before the damage of an active log that cannot be
  /// recovered; nil if something else is wrong.
  package static func readableEnd(at path: String, in fileSystem: any FileSystem) -> UInt64? {
    do throws(StorageError) {
      let directory = try LedgerDirectory(at: path, in: fileSystem)
      let state = try DirectoryState(of: directory)
      guard let generation = LedgerDirectory.newestGeneration(state.names) else { return nil }
      let manifest = try directory.manifest(generation: generation)
      guard let record = manifest.logs.last else { return nil }
      let (file, header) = try directory.openLog(record, of: manifest, .read)
      let bytes = try LedgerDirectory.contents(
        of: file, path: directory.path(of: record.name), limit: LogLimits.formatLogBytes)
      let found = Recovery(of: bytes.rawSpan, header: header, ack: state.ack)
      return found.damage == nil ? nil : found.position.nextSequence
    } catch { return nil }
  }
}
