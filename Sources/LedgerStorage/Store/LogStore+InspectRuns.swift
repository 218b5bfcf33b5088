extension LogStore {
  /// Checks every page of the runs among the names.
  static func inspectRuns(
    _ names: [String], of manifest: Manifest, _ directory: LedgerDirectory,
    _ inspection: inout Inspection
  ) throws(StorageError) {
    for name in names.compactMap({ RunName($0) }).sorted(by: { "\($0)" < "\($1)" }) {
      do {
        try Run(name, in: directory, ledgerID: manifest.header.ledgerID).check()
      } catch {
        // A writer has removed it meanwhile.
        if error.category == .noSuchFile { continue }
        guard error.isAboutContent else { throw error }
        inspection.problems.append(
          StorageProblem(
            .note, "\(StorageProblem(error).what); it is derived, and will be made again",
            path: error.path, offset: error.offset.map { Int(clamping: $0) }))
      }
    }
  }
}
