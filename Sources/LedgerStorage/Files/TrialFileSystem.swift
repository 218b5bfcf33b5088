/// A file system whose changes stay in memory: what is read comes from another one, which is never
/// changed. The lock on a directory is the other one's, so nobody changes what is read.
package final class TrialFileSystem: FileSystem {
  private let base: any FileSystem
  private let directories = Locked<[String: TrialDirectory]>([:])

  package init(over base: any FileSystem) { self.base = base }

  package func openDirectory(_ path: String) throws(StorageError) -> any Directory {
    try directories.withLock { (directories) throws(StorageError) -> TrialDirectory in
      if let opened = directories[path] { return opened }
      let opened = TrialDirectory(over: try base.openDirectory(path), path: path)
      directories[path] = opened
      return opened
    }
  }
}
