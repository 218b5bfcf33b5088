/// The result of a full check of a ledger's files, which changes nothing.
package struct Inspection: Sendable {
  /// In the order in which they were found. If none has severity `error`, every frame is sound.
  package internal(set) var problems: [StorageProblem] = []
  /// Nil if the newest manifest is unreadable.
  package internal(set) var ledgerID: LedgerUUID?
  package internal(set) var name: String?
  /// The live files and their lengths in bytes.
  package internal(set) var files: [(name: String, bytes: Int)] = []
  /// Sound frames with entries.
  package internal(set) var frameCount: UInt64 = 0
  /// The entries in these frames.
  package internal(set) var entryCount: UInt64 = 0
  /// Whether a writer was at work. The active log was then checked only as far as it is
  /// acknowledged.
  package internal(set) var isBeingWritten = false

  /// The reason why something could not be read, so that nothing is known about it; nil if
  /// everything could.
  package internal(set) var unseen: StorageError?

  /// Notes what is wrong with a file, or that it could not be read.
  mutating func note(_ error: StorageError) {
    if sees(error) { problems.append(StorageProblem(error)) }
  }

  /// Whether an error is about the content of a file; if not, notes it in `unseen`.
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
