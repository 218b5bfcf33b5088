/// The effective month of each entry, which gives the age of the lots that originate in it: a month
/// of a calendar.
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
  private var lastMonth: Int32 = 0
  private var finder: PeriodFinder

  /// - Parameter first: The sequence number of the first entry that is noted in log order.
  init(from first: UInt64 = 0, in calendar: ZonedCalendar = .utc) {
    self.first = first
    next = first
    finder = PeriodFinder(.month, in: calendar)
  }

  /// Notes an entry before the first one, of which only the month in UTC is known. In another zone it
  /// is put into the year 0, before all other months.
  mutating func noteEarlier(_ record: Record) {
    earlier[record.sequence] = finder.calendar.isUTC ? month(record.effective) : 0
  }

  /// Notes an entry, in log order, unless it is known already. Skipped entries get the month of the
  /// entry before; their months are never read.
  mutating func append(_ record: Record) {
    guard record.sequence >= next else { return }
    while next < record.sequence { append(lastMonth) }
    lastMonth = month(record.effective)
    append(lastMonth)
  }

  private mutating func month(_ instant: Int64) -> Int32 {
    Int32(truncatingIfNeeded: finder.number(containing: instant))
  }

  private mutating func append(_ month: Int32) {
    next += 1
    current.append(month)
    guard current.count == Self.blockSize else { return }
    let first = current[0]
    blocks.append(current.allSatisfy { $0 == first } ? .uniform(first) : .mixed(current))
    current.removeAll(keepingCapacity: true)
  }

  /// The number of the month of an entry that was noted, as in `CalendarPeriod`.
  func month(of sequence: UInt64) throws(LedgerError) -> Int {
    guard let number = number(of: sequence) else {
      throw LedgerError(.damaged, "a lot originates in entry \(sequence), which is not known")
    }
    return Int(number)
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
