internal import LedgerStorage

extension LedgerError {
  init(_ error: StorageError) {
    let code: Code =
      switch error.category {
      case .notALedger, .noSuchFile: .noSuchLedger
      case .exists: .alreadyExists
      case .cannotCreate: .cannotCreate
      case .io, .readOnlyMedium, .removed: .inputOutput
      case .locked: .locked
      case .damaged: .damaged
      case .newerFormat: .newerFormat
      case .readOnly: .readOnly
      case .ambiguousTail: .ambiguousTail
      case .full: .full
      case .resources: .resources
      case .permission: .permissionDenied
      case .poisoned: .poisoned
      case .misuse: .closed
      }
    self.init(code, error.description, at: Place(file: error.path, offset: error.offset))
  }
}

/// Runs `body` and turns a storage error into a `LedgerError`.
func translating<R>(_ body: () throws(StorageError) -> R) throws(LedgerError) -> R {
  do throws(StorageError) { return try body() } catch { throw LedgerError(error) }
}
