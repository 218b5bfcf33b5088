/// What a full check of a ledger's files found. Nothing is changed by it.
package struct Inspection: Sendable {
  /// In the order in which they were met. Without one of severity `error` every frame is sound.
  package internal(set) var problems: [StorageProblem] = []
  /// Nil where the newest manifest is unreadable.
  package internal(set) var ledgerID: LedgerUUID?
  package internal(set) var name: String?
  /// The live files and their lengths in bytes.
  package internal(set) var files: [(name: String, bytes: Int)] = []
  /// Sound frames with entries.
  package internal(set) var frameCount: UInt64 = 0
  /// The entries in them.
  package internal(set) var entryCount: UInt64 = 0
  /// Whether a writer was at work. Then the active log was checked as far as it is acknowledged.
  package internal(set) var isBeingWritten = false

  /// Why something could not be looked at, so that nothing can be said of it; nil if everything
  /// could.
  package internal(set) var unseen: StorageError?

  /// Notes what is wrong with a file, or that it could not be looked at.
  mutating func note(_ error: StorageError) {
    if sees(error) { problems.append(StorageProblem(error)) }
  }

  /// Whether an error says something of a file's content; notes it if not.
  mutating func sees(_ error: StorageError) -> Bool {
    if !error.isAboutContent { unseen = unseen ?? error }
    return error.isAboutContent
  }

  mutating func count(_ frame: FrameHeader) {
    if frame.kind == .close { return }
    frameCount += 1
    entryCount += UInt64(frame.entryCount)
  }
}
