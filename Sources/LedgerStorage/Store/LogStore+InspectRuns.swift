extension LogStore {
  /// Checks every page of the base.
  static func inspectBase(
    of manifest: Manifest, _ directory: LedgerDirectory, _ inspection: inout Inspection
  ) {
    do {
      if let hiding = try directory.base(of: manifest)?.check() { inspection.note(hiding) }
    } catch { inspection.note(error) }
  }

  /// Checks every page of the runs among the names.
  static func inspectRuns(
    _ names: [String], of manifest: Manifest, _ directory: LedgerDirectory,
    _ inspection: inout Inspection
  ) {
    for name in names.compactMap({ RunName($0) }).sorted(by: { "\($0)" < "\($1)" }) {
      do {
        let hiding = try Run(name, in: directory, ledgerID: manifest.header.ledgerID).check()
        if let hiding {
          inspection.problems.append(
            StorageProblem(
              .error,
              "\(hiding.what): delete it while nobody has the ledger open; it is made again",
              path: hiding.path, offset: hiding.offset.map { Int(clamping: $0) }))
        }
      } catch {
        // A writer has removed it meanwhile.
        if error.category == .noSuchFile { continue }
        guard inspection.sees(error) else { continue }
        inspection.problems.append(
          StorageProblem(
            .note, "\(StorageProblem(error).what); it is derived, and will be made again",
            path: error.path, offset: error.offset.map { Int(clamping: $0) }))
      }
    }
  }
}
