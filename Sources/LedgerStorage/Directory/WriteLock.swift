/// What keeps other writers out: a lock on the directory itself, where the file system has such
/// locks, and one on the file LOCK, by which readers see that somebody writes. LOCK alone may be
/// removed by people; the directory cannot be while it is used.
struct WriteLock: Sendable {
  let directory: any DirectoryLock
  let file: any File
  /// Which file LOCK is.
  let identity: FileIdentity

  func release() {
    do { try file.close() } catch {}
    directory.release()
  }
}
