/// The locks that keep other writers out: one on the directory itself, if the file system has such
/// locks, and one on the file LOCK, by which readers see that a writer is at work. People may
/// remove LOCK; they cannot remove the directory while it is in use.
struct WriteLock: Sendable {
  let directory: any DirectoryLock
  let file: any File
  /// The identity of LOCK.
  let identity: FileIdentity

  func release() {
    do { try file.close() } catch {}
    directory.release()
  }
}
