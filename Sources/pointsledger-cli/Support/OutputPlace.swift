/// Where a command may write a file of its own.
enum OutputPlace {
  /// Throws if a file would be one of the ledger's.
  ///
  /// - Parameter option: The one that names the file.
  static func check(
    _ path: String, _ option: String, outside ledger: String
  ) throws(CommandFailure) {
    if let ledger = FilePlace(ledger), FilePlace.ofDirectory(of: path) == ledger {
      throw CommandFailure(
        .usage, "\(option) \(path) is in the ledger's directory: name a file elsewhere")
    }
  }
}
