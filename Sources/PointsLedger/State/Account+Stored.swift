extension Account: StateValue {
  package static var placeholder: Account { Account(member: 0, unit: 0) }

  /// The sums come first, so that a balance can be read without the lots; the rare parts come last.
  package func encode(into out: inout ByteWriter) {
    var parts: Parts = []
    if !holds.isEmpty { parts.insert(.holds) }
    if !debts.isEmpty { parts.insert(.debts) }
    if !activity.isEmpty { parts.insert(.activity) }
    if !extensions.isEmpty { parts.insert(.extensions) }
    if !merged.isEmpty { parts.insert(.merged) }
    out.byte(parts.rawValue)
    out.varint(UInt64(member))
    out.byte(unit)
    out.varint(last.map { $0 &+ 1 } ?? 0)
    out.zigzag(settled)
    for sum in [earned, redeemed, expired, gross] { out.zigzag(sum) }
    out.lots(lots)
    if parts.contains(.holds) {
      out.varint(UInt64(holds.count))
      for hold in holds.inOrder { hold.encode(into: &out) }
    }
    if parts.contains(.debts) {
      out.varint(UInt64(debts.count))
      for debt in debts {
        out.varint(debt.origin)
        out.varint(UInt64(bitPattern: debt.remaining))
      }
    }
    if parts.contains(.activity) {
      out.varint(UInt64(activity.count))
      for instant in activity { out.zigzag(instant) }
    }
    if parts.contains(.extensions) {
      out.varint(UInt64(extensions.count))
      for (lot, expires) in extensions.sorted(by: { $0.key < $1.key }) {
        out.varint(lot.packed)
        out.zigzag(expires)
      }
    }
    if parts.contains(.merged) {
      out.varint(UInt64(merged.count))
      for (member, sequence) in merged.sorted(by: { $0.key < $1.key }) {
        out.varint(UInt64(member))
        out.varint(sequence)
      }
    }
  }

  package func fits(_ bounds: StateBounds) -> Bool {
    Int(member) < bounds.members && Int(unit) < bounds.units
      && last.map { $0 < bounds.entries } ?? true
  }

  package static let referenceOffset = MemoryLayout<Account>.offset(of: \.lots).map {
    $0 + LotQueue.referenceOffset
  }

  package func prefetchRest() { lots.prefetchAll() }

  package mutating func catchUp(_ record: Record, _ key: UInt64) throws(Contradiction) {
    guard record.previous == last else {
      throw Contradiction("its previous entry is another one")
    }
    try apply(record)
  }

  package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    let parts = try Parts(from: &reader)
    try self.init(headFrom: &reader)
    lots = try reader.lots()
    if parts.contains(.holds) {
      var list: [Hold] = []
      for _ in 0..<(try reader.count(atLeast: 3)) { list.append(try Hold(from: &reader)) }
      holds = OpenHolds(list)
    }
    if parts.contains(.debts) {
      var list: [Debt] = []
      for _ in 0..<(try reader.count(atLeast: 2)) {
        let debt = Debt(
          origin: try reader.varint(), remaining: Int64(bitPattern: try reader.varint()))
        list.append(debt)
        arrears &+= debt.remaining
      }
      debts = list
    }
    if parts.contains(.activity) {
      for _ in 0..<(try reader.count(atLeast: 1)) { activity.append(try reader.zigzag()) }
      guard activity.count == EntryKind.allCases.count + 1 else {
        throw ByteReader.Malformed(reason: "an account has another number of activities")
      }
    }
    if parts.contains(.extensions) {
      var list: [LotID: Int64] = [:]
      for _ in 0..<(try reader.count(atLeast: 2)) {
        let lot = LotID(packed: try reader.varint())
        list[lot] = try reader.zigzag()
      }
      extensions = list
    }
    if parts.contains(.merged) {
      for _ in 0..<(try reader.count(atLeast: 2)) {
        let member: UInt32 = try reader.number()
        merged[member] = try reader.varint()
      }
    }
  }

  /// An account without its lots and parts.
  init(headFrom reader: inout ByteReader) throws(ByteReader.Malformed) {
    self.init(member: try reader.number(), unit: try reader.byte())
    let last = try reader.varint()
    self.last = last == 0 ? nil : last &- 1
    settled = try reader.zigzag()
    earned = try reader.zigzag()
    redeemed = try reader.zigzag()
    expired = try reader.zigzag()
    gross = try reader.zigzag()
  }

  /// The parts that few accounts have beside sums and lots.
  struct Parts: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
      rawValue = try reader.byte()
      guard isSubset(of: .known) else {
        throw ByteReader.Malformed(reason: "an account has parts that are not known")
      }
    }

    static let holds = Parts(rawValue: 1)
    static let debts = Parts(rawValue: 2)
    static let activity = Parts(rawValue: 4)
    static let extensions = Parts(rawValue: 8)
    static let merged = Parts(rawValue: 16)
    static let known = Parts(rawValue: 31)
  }
}

extension Hold {
  fileprivate func encode(into out: inout ByteWriter) {
    out.varint(sequence)
    out.zigzag(deadline)
    out.varint(UInt64(allocations.count))
    for allocation in allocations {
      out.varint(allocation.lot.packed)
      out.varint(allocation.arrival)
      out.varint(allocation.origin.value)
      out.zigzag(allocation.points.minorUnits)
      out.zigzag(allocation.activates.milliseconds)
      out.byte(allocation.expires == nil ? 0 : 1)
      if let expires = allocation.expires { out.zigzag(expires.milliseconds) }
      out.sliding(allocation.sliding)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    self.init(sequence: try reader.varint(), deadline: try reader.zigzag(), allocations: [])
    for _ in 0..<(try reader.count(atLeast: 7)) {
      let lot = LotID(packed: try reader.varint())
      let arrival = try reader.varint()
      let origin = SequenceNumber(try reader.varint())
      let points = Points(minorUnits: try reader.zigzag())
      let activates = Instant(clamping: try reader.zigzag())
      let expires = try reader.byte() == 0 ? nil : Instant(clamping: try reader.zigzag())
      allocations.append(
        Allocation(
          lot: lot, arrival: arrival, origin: origin, points: points, activates: activates,
          expires: expires, sliding: try reader.sliding()))
    }
  }
}
