/// What to do where something that is not a file has a name that a file is to have.
extension LedgerDirectory {
  /// Makes a file that nobody else needs to have made, in the place of whatever has the name.
  func makeFile(_ name: String) throws(StorageError) -> any File {
    discard(name)
    do { return try files.openFile(name, .create) } catch {
      guard error.category == .exists else { throw error }
    }
    try putAside(name)
    return try files.openFile(name, .create)
  }

  /// Gives a file its name, in the place of whatever has it.
  func rename(_ name: String, to newName: String) throws(StorageError) {
    do { try files.rename(name, to: newName) } catch {
      var kind: FileStatus.Kind?
      do { kind = try files.status(of: newName)?.kind } catch {}
      // Anything else has been replaced.
      guard kind == .directory else { throw error }
      try putAside(newName)
      try files.rename(name, to: newName)
    }
  }

  /// Moves what is not a file, and so nothing of a ledger's, into quarantine.
  func putAside(_ name: String) throws(StorageError) {
    let folder = try openQuarantine()
    for number in 1...1000 {
      let place = number == 1 ? name : "\(name)-\(number)"
      if try folder.status(of: place) != nil { continue }
      return try files.rename(name, to: "\(FileName.quarantine)/\(place)")
    }
    throw StorageError(.exists, "too much is in quarantine", path: folder.path)
  }

  /// Opens the folder for what people are to look at, making it where it is missing.
  func openQuarantine() throws(StorageError) -> any Directory {
    if try files.status(of: FileName.quarantine) == nil {
      try files.makeDirectory(FileName.quarantine)
      try files.sync()
    }
    return try files.openDirectory(FileName.quarantine)
  }
}
