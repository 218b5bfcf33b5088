/// The durable entries of one ledger. Sealed ones are in blocks of columns. Others are in logs:
/// sequences of frames, each with a group of numbered entries in an opaque body. Only this type
/// knows the files.
///
/// One store at a time, in any process, is open for writing; any number are open for reading.
///
/// - One thread at a time calls `reserve`, `append`, `sync` and `close` of a store for writing. Any
///   thread may call everything that reads, also meanwhile, and everything that seals
///   (`beginSealing`, `install` and the like): appending waits for it only while a new manifest is
///   published.
/// - An error of category `full` or `resources` from `reserve` leaves the store unchanged. After
///   any other failure to write or sync, the store is poisoned: the content of the medium is
///   unknown until the store is reopened, and every later write throws an error of category
///   `poisoned`.
package final class LogStore: Sendable {
  /// The version of the format that it writes, the latest that it reads.
  package static let formatVersion = FileHeader.formatVersion

  package enum Mode: Sendable { case reading, writing }

  package let mode: Mode
  /// The sizes that this writer observes.
  package let limits: LogLimits
  package let ledgerID: LedgerUUID
  /// Given when the ledger was made; up to 255 bytes of UTF-8.
  package let name: String
  /// What opening found and did.
  package let recovery: RecoveryReport

  let directory: LedgerDirectory
  /// The directory, if it was created for this ledger just now.
  let made: MadeDirectory?
  let view: Locked<LogView>
  let installedChains = Locked(0)
  /// Nil in a store for reading, and after `close`.
  let writer: Locked<LogWriter?>
  /// The frames that were last read by sequence number.
  let cache = Locked(FrameCache())
  /// Serializes `refresh`.
  let refreshing = Locked(())
  let openFiles: OpenFiles
  /// Allows one seal at a time, and none while the store closes. Taken before any of the other
  /// locks.
  let sealing = Locked(())
  /// Held while a manifest is derived from the previous one and published. Taken after `writer`,
  /// before `view`. The value is the failure after which no further manifest is published.
  let publishing = Locked<StorageError?>(nil)

  init(
    mode: Mode, limits: LogLimits, recovery: RecoveryReport, directory: LedgerDirectory,
    view: LogView, openFiles: OpenFiles, writer: LogWriter?, made: MadeDirectory? = nil
  ) {
    self.mode = mode
    self.limits = limits
    self.recovery = recovery
    self.directory = directory
    self.made = made
    ledgerID = view.manifest.header.ledgerID
    name = view.manifest.name
    self.openFiles = openFiles
    self.view = Locked(view)
    self.writer = Locked(writer)
  }

  /// The sequence number after the last readable entry: for a writer after all that it appended,
  /// for a reader after those that were durable at its last refresh.
  package var nextSequence: UInt64 { view.withLock { $0.position.nextSequence } }

  /// The sequence number of the first entry that the ledger still has: those before it were dropped.
  package var firstSequence: UInt64 { view.withLock { $0.manifest.firstSequence } }

  /// What stands in the place of the dropped entries; nil while the ledger has all of them.
  package var base: Run? { view.withLock { $0.base } }

  /// The name of its file.
  package var baseName: String? { view.withLock { $0.manifest.base?.name.description } }

  /// Whether the active log has an entry.
  package var hasActiveEntries: Bool { view.withLock { !$0.activeFrames.isEmpty } }

  /// The clock of the last frame, in milliseconds since 1970; nil before the first.
  package var lastClock: Int64? { view.withLock { $0.lastClock } }

  /// The number of chain files that were rebuilt since the store was opened.
  package var installedChainCount: Int { installedChains.withLock { $0 } }

  /// All entries before this sequence number are durable.
  package var durableSequence: UInt64 { view.withLock { $0.durableSequence } }

  /// Whether a compaction dropped or an erasure changed entries since the manifest was read.
  package func wereEntriesReplaced() throws(StorageError) -> Bool {
    let known = view.withLock { $0.manifest }
    let newest = try DirectoryState.consistently(directory) { (state) throws(StorageError) in
      try directory.manifest(
        generation: LedgerDirectory.newestGeneration(state.names) ?? known.generation)
    }
    return newest.erasedSequence != known.erasedSequence
      || newest.firstSequence != known.firstSequence
  }

  /// The bytes of the newest manifest that was read.
  package func manifestBytes() throws(StorageError) -> [UInt8] {
    let name = FileName.manifest(generation: view.withLock { $0.manifest.generation })
    let file = try directory.files.openFile(name, .read)
    var bytes: [UInt8] = []
    let size = try file.size()
    _ = try file.read(Int(clamping: size), at: 0, into: &bytes)
    return bytes
  }

  /// The names and lengths of the ledger's live files, in order of their names.
  package func files() throws(StorageError) -> [(name: String, bytes: Int)] {
    let manifest = view.withLock { $0.manifest }
    return try Self.files(of: manifest, in: directory)
  }

  static func files(
    of manifest: Manifest, in directory: LedgerDirectory
  ) throws(StorageError) -> [(name: String, bytes: Int)] {
    var files: [(name: String, bytes: Int)] = []
    let names =
      [FileName.manifest(generation: manifest.generation), FileName.ack, FileName.lock]
      + [manifest.base?.name.description].compactMap { $0 }
      + manifest.logs.map(\.name.description)
      + manifest.segments.flatMap {
        [$0.segment.name.description, $0.text.name.description, $0.chainName.description]
      } + (try directory.files.list()).filter { RunName($0) != nil }
    for name in names.sorted() {
      if let status = try directory.files.status(of: name) {
        files.append((name, Int(clamping: status.byteCount)))
      }
    }
    return files
  }

  /// The ledger's directory, for messages.
  package var directoryPath: String { directory.path }

  /// The path of the file that a frame is in, for messages.
  package func path(of log: LogName) -> String { directory.path(of: log) }
}
