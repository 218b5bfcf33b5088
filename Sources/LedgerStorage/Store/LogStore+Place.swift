extension LogStore {
  /// Throws `poisoned` unless LOCK is still the file on which this writer holds the lock. Called
  /// before each write of the log if the directory itself cannot be locked: a second writer could
  /// then enter after LOCK is removed.
  func checkLock(_ writer: LogWriter) throws(StorageError) {
    if !writer.lock.directory.isHeld { try checkLock(writer.lock.identity) }
  }

  /// Throws `poisoned` unless the directory is still where it was opened, and LOCK, `ack` and the
  /// active log are in it. Called before each sync.
  func checkPlace(_ writer: LogWriter) throws(StorageError) {
    try checkPlace(lock: writer.lock.identity)
    if Canary.isPlanted(.uncheckedPlace) { return }
    try check(FileName.ack, is: writer.ackIdentity)
    try check(writer.logFileName, is: writer.logIdentity)
  }

  /// Throws `poisoned` unless all of that holds, and the newest manifest is the one that this store
  /// published or opened last. Called before each publication.
  func checkNewest(_ manifest: Manifest, _ writer: LogWriter) throws(StorageError) {
    try checkPlace(writer)
    try checkNewest(manifest, lock: writer.lock.identity)
  }

  /// The same, without the active log.
  func checkNewest(_ manifest: Manifest, lock: FileIdentity) throws(StorageError) {
    try checkPlace(lock: lock)
    if Canary.isPlanted(.uncheckedPlace) { return }
    let newest = LedgerDirectory.newestGeneration(try directory.files.list())
    guard newest == manifest.generation,
      try directory.manifest(generation: manifest.generation) == manifest
    else { throw lost("another manifest than this writer's was put in place") }
  }

  /// Throws `misuse` after `close`, `readOnly`, or `poisoned`, also if the directory was moved.
  /// Called before derived files get their names or are removed: another writer may be at work
  /// there.
  func checkWritable() throws(StorageError) {
    try withWriter { (writer) throws(StorageError) in
      do throws(StorageError) { try checkPlace(writer) } catch {
        throw error.category == .poisoned ? writer.fail(error) : error
      }
    }
  }

  private func checkPlace(lock: FileIdentity) throws(StorageError) {
    guard try directory.files.isInPlace() || Canary.isPlanted(.uncheckedPlace) else {
      throw lost("the directory was moved away, or another is in its place")
    }
    try checkLock(lock)
  }

  private func checkLock(_ lock: FileIdentity) throws(StorageError) {
    if Canary.isPlanted(.uncheckedLock) || Canary.isPlanted(.uncheckedPlace) { return }
    try check(FileName.lock, is: lock)
  }

  private func check(_ name: String, is known: FileIdentity) throws(StorageError) {
    guard try directory.files.status(of: name)?.identity == known else {
      throw lost("\(name) was removed or replaced")
    }
  }

  private func lost(_ what: String) -> StorageError {
    StorageError(
      .poisoned,
      "\(what) while this writer was at work; it writes nothing more, and what it acknowledged is in"
        + " the directory that it opened", path: directory.path)
  }
}
