/// Why a compaction drops no more entries than it does.
public enum CompactionStop: Hashable, Sendable {
  /// Nothing, but that no further boundary of blocks fits: there has to be an entry after it that
  /// belongs to none before.
  case end
  /// An entry of a block, from the first to the last, was effective at this instant, which is not
  /// early enough.
  case effective(SequenceNumber, SequenceNumber, Instant)
  /// The hold of this entry is open.
  case hold(SequenceNumber)
}

extension CompactionStop: CustomStringConvertible {
  public var description: String {
    switch self {
    case .end: "no further boundary of blocks fits"
    case .effective(let first, let last, let instant):
      first == last
        ? "entry \(first) was effective at \(instant)"
        : "one of the entries \(first) to \(last) was effective at \(instant)"
    case .hold(let sequence): "the hold of entry \(sequence) is open"
    }
  }
}
