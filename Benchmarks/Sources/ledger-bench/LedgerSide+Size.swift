import Glibc

extension LedgerSide {
  /// Returns the sizes of the files as they are. The ledger's name for a file shows its purpose.
  func size() -> DiskSize {
    var size = DiskSize()
    guard let directory = opendir(path) else { fatalError("\(path) cannot be listed") }
    defer { closedir(directory) }
    while let item = Glibc.readdir(directory) {
      let name = withUnsafeBytes(of: item.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      guard stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      let bytes = Int(status.st_size)
      if ["seg-", "text-", "log-"].contains(where: name.hasPrefix) {
        size.history += bytes
      } else if name.hasSuffix(".idx") {
        size.indexes += bytes
      } else {
        size.rest += bytes
      }
    }
    return size
  }
}
