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

  /// The months of entries before the first one, as far as they are known.
  private var earlier: [UInt64: Int32] = [:]
  /// The sequence number of the first entry of the blocks.
  private let first: UInt64
  private var blocks: [Block] = []
  private var next: UInt64
  /// The months of the block under way.
  private var current: [Int32] = []
  private var lastInstant: Int64?
  private var lastMonth: Int32 = 0

  /// - Parameter first: The sequence number of the first entry that is noted in log order.
  init(from first: UInt64 = 0) {
    self.first = first
    next = first
  }

  /// Notes an entry before the first one.
  mutating func noteEarlier(_ record: Record) {
    earlier[record.sequence] = Self.month(record.effective)
  }

  /// Notes an entry, in log order, unless it is known already. Skipped entries get the month of the
  /// entry before; their months are never read.
  mutating func append(_ record: Record) {
    guard record.sequence >= next else { return }
    let effective = record.effective
    while next < record.sequence { append(lastMonth) }
    if effective != lastInstant {
      lastInstant = effective
      lastMonth = Self.month(effective)
    }
    append(lastMonth)
  }

  private static func month(_ instant: Int64) -> Int32 {
    Int32(truncatingIfNeeded: CalendarPeriod(.month, containing: instant).number)
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
    guard let number = number(of: sequence) else {
      throw LedgerError(.damaged, "a lot originates in entry \(sequence), which is not known")
    }
    return CalendarPeriod(.month, number: Int(number))
  }

  private func number(of sequence: UInt64) -> Int32? {
    guard sequence >= first else { return earlier[sequence] }
    let index = Int(clamping: (sequence - first) / UInt64(Self.blockSize))
    let place = Int((sequence - first) % UInt64(Self.blockSize))
    if index < blocks.count {
      switch blocks[index] {
      case .uniform(let month): return month
      case .mixed(let months): return months[place]
      }
    }
    return index == blocks.count && place < current.count ? current[place] : nil
  }
}
