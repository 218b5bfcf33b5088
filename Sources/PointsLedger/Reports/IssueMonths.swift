/// The effective month of each entry, which gives the age of the lots that originate in it.
///
/// Stored in blocks of 1,024 entries. Most blocks lie within one month and need one number; the
/// others need one for each entry.
struct IssueMonths {
  private static let blockSize = 1_024

  private enum Block {
    case uniform(Int32)
    case mixed([Int32])
  }

  private var blocks: [Block] = []
  private var next: UInt64 = 0
  /// The months of the block under way.
  private var current: [Int32] = []
  private var lastInstant: Int64?
  private var lastMonth: Int32 = 0

  /// Notes an entry, in log order, unless it is known already. Skipped entries get the month of the
  /// entry before; their months are never read.
  mutating func append(_ record: Record) {
    guard record.sequence >= next else { return }
    let effective = record.effective
    while next < record.sequence { append(lastMonth) }
    if effective != lastInstant {
      lastInstant = effective
      lastMonth = Int32(
        truncatingIfNeeded: CalendarPeriod(.month, containing: effective).number)
    }
    append(lastMonth)
  }

  private mutating func append(_ month: Int32) {
    next += 1
    current.append(month)
    guard current.count == Self.blockSize else { return }
    let first = current[0]
    blocks.append(current.allSatisfy { $0 == first } ? .uniform(first) : .mixed(current))
    current.removeAll(keepingCapacity: true)
  }

  /// The month of an entry that was noted.
  func month(of sequence: UInt64) throws(LedgerError) -> CalendarPeriod {
    let index = Int(clamping: sequence / UInt64(Self.blockSize))
    let place = Int(sequence % UInt64(Self.blockSize))
    let number: Int32
    if index < blocks.count {
      switch blocks[index] {
      case .uniform(let month): number = month
      case .mixed(let months): number = months[place]
      }
    } else if index == blocks.count, place < current.count {
      number = current[place]
    } else {
      throw LedgerError(.damaged, "a lot originates in entry \(sequence), which is not known")
    }
    return CalendarPeriod(.month, number: Int(number))
  }
}
