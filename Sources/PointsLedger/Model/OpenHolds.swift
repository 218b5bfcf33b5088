/// The open holds of an account, found by entry or by the first deadline.
package struct OpenHolds: Sendable {
  private struct Deadline: Sendable {
    let instant: Int64
    let sequence: UInt64

    func comesBefore(_ other: Deadline) -> Bool {
      instant == other.instant ? sequence < other.sequence : instant < other.instant
    }
  }

  private var bySequence: [UInt64: Hold] = [:]
  /// The deadlines, the first one last. Some may belong to closed holds, but never the last one.
  private var deadlines: [Deadline] = []

  package init() {}

  /// - Parameter holds: Holds of different entries.
  init(_ holds: [Hold]) {
    bySequence.reserveCapacity(holds.count)
    for hold in holds { bySequence[hold.sequence] = hold }
    sortDeadlines()
  }

  package var count: Int { bySequence.count }
  package var isEmpty: Bool { bySequence.isEmpty }

  /// All holds, in order of their sequence numbers.
  package var inOrder: [Hold] { bySequence.values.sorted { $0.sequence < $1.sequence } }

  /// All holds, the first deadline first.
  package var byDeadline: [Hold] {
    bySequence.values.sorted { ($0.deadline, $0.sequence) < ($1.deadline, $1.sequence) }
  }

  /// The hold with the first deadline; of equal ones, that of the earliest entry.
  package var first: Hold? { deadlines.last.flatMap { bySequence[$0.sequence] } }

  /// The hold made by an entry, if it is open.
  package subscript(sequence: UInt64) -> Hold? { bySequence[sequence] }

  mutating func insert(_ hold: Hold) {
    bySequence[hold.sequence] = hold
    let new = Deadline(instant: hold.deadline, sequence: hold.sequence)
    var (low, high) = (0, deadlines.count)
    while low < high {
      let middle = (low + high) / 2
      if new.comesBefore(deadlines[middle]) { low = middle + 1 } else { high = middle }
    }
    deadlines.insert(new, at: low)
  }

  /// Gives an open hold what is left of it; its deadline stays.
  mutating func update(_ hold: Hold) {
    if bySequence[hold.sequence] != nil { bySequence[hold.sequence] = hold }
  }

  /// Removes the hold made by an entry, if it is open.
  mutating func remove(_ sequence: UInt64) -> Hold? {
    guard let hold = bySequence.removeValue(forKey: sequence) else { return nil }
    while let last = deadlines.last, bySequence[last.sequence] == nil { deadlines.removeLast() }
    if deadlines.count > 2 * count + 64 { sortDeadlines() }
    return hold
  }

  private mutating func sortDeadlines() {
    deadlines = bySequence.values
      .map { Deadline(instant: $0.deadline, sequence: $0.sequence) }
      .sorted { $1.comesBefore($0) }
  }
}
