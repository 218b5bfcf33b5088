/// How much room a ledger has to grow.
///
/// Where it cannot grow, every post is refused with `ledgerFull`, and nothing is lost: posting goes
/// on as soon as there is room.
public struct SpaceStatus: Hashable, Sendable {
  /// The ledger's directory, as it was opened.
  public let path: String
  /// The file system that it is on: where that is mounted, its type and device; nil if not known.
  public let fileSystem: String?
  /// What is free there, in bytes.
  public let freeBytes: UInt64
  /// The most bytes by which the ledger's files have to grow before it takes the next post; 0 if it
  /// has room.
  public let neededBytes: UInt64

  /// For people: which file system, how much is free, how much is needed, and what to do.
  public var explanation: String {
    let place = fileSystem ?? "of \(path)"
    let advice =
      freeBytes >= neededBytes
      ? "there is room, so look for a quota or a limit on the sizes of files" : "make room"
    return "the file system \(place) has \(freeBytes) bytes free, and the ledger in \(path) needs "
      + "\(neededBytes) more: \(advice), then try again; nothing was lost"
  }
}
