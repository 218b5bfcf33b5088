/// Why a compaction drops no more entries than it does.
public enum CompactionStop: Hashable, Sendable {
  /// All of the sealed entries may go.
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
    case .end: "nothing keeps it"
    case .effective(let first, let last, let instant):
      first == last
        ? "entry \(first) was effective at \(instant)"
        : "one of the entries \(first) to \(last) was effective at \(instant)"
    case .hold(let sequence): "the hold of entry \(sequence) is open"
    }
  }
}
