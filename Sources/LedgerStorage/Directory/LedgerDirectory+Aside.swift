/// Handles names that a file should get but that something else has, which is not a file.
extension LedgerDirectory {
  /// Creates a file that only this process needs, replacing whatever has the name.
  func makeFile(_ name: String) throws(StorageError) -> any File {
    discard(name)
    do { return try files.openFile(name, .create) } catch {
      guard error.category == .exists else { throw error }
    }
    try putAside(name)
    return try files.openFile(name, .create)
  }

  /// Renames a file, replacing whatever has the new name.
  func rename(_ name: String, to newName: String) throws(StorageError) {
    do { try files.rename(name, to: newName) } catch {
      var kind: FileStatus.Kind?
      do { kind = try files.status(of: newName)?.kind } catch {}
      // Anything else has been replaced already.
      guard kind == .directory else { throw error }
      try putAside(newName)
      try files.rename(name, to: newName)
    }
  }

  /// Moves something that is not a file, and so not part of a ledger, to quarantine.
  func putAside(_ name: String) throws(StorageError) {
    let folder = try openQuarantine()
    let place = try freeName(name, in: folder) { (_, _) in false }
    try files.rename(name, to: "\(FileName.quarantine)/\(place)")
  }

  /// The name, followed by the least number, if needed, that makes it free in a folder, or free
  /// except for something acceptable.
  func freeName(
    _ name: String, in folder: any Directory,
    unless isTheSame: (String, FileStatus) throws(StorageError) -> Bool
  ) throws(StorageError) -> String {
    for number in 1...1000 {
      let place = number == 1 ? name : "\(name)-\(number)"
      guard let status = try folder.status(of: place) else { return place }
      if try isTheSame(place, status) { return place }
    }
    throw StorageError(.damaged, "too much is in quarantine: move it away", path: folder.path)
  }

  /// Opens the folder of things for people to look at, and creates it if it is missing.
  func openQuarantine() throws(StorageError) -> any Directory {
    if let status = try files.status(of: FileName.quarantine) {
      guard status.kind == .directory else {
        throw StorageError(
          .damaged, "this is not a directory: move it away", path: path(of: FileName.quarantine))
      }
    } else {
      try files.makeDirectory(FileName.quarantine)
      try files.sync()
    }
    return try files.openDirectory(FileName.quarantine)
  }
}
