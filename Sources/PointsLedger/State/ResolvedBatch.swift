/// The members and accounts of prefetched posts, filled in step by step.
///
/// Sound: `places` is allocated for `KeyBatch.capacity` elements, all of them initialized, each
/// index is checked, and nothing else refers to them. Stored inline, all of them would be copied to
/// read one.
@safe struct ResolvedBatch: ~Copyable {
  /// The account of the member that a post names.
  struct Place {
    /// The identifier that named the member.
    var identifier: UInt32 = 0
    var member: UInt32 = 0
    /// The effective instant from which the identifier names the member.
    var named: Int64 = 0
    var firstIdentifier: UInt32 = 0
    var account: UInt32 = 0
    /// The slot of the account in its table, unless it was moved or removed since.
    var slot: UInt64?

    /// The identifier, unless it is the member's first.
    @inline(__always)
    var otherIdentifier: UInt32? { identifier == firstIdentifier ? nil : identifier }
  }

  /// What is known of the member that a post names.
  enum Member {
    case found(Place)
    /// The identifier is in no run: its member was added recently, or it is unknown.
    case inNoRun
    case notKnown
  }

  /// What is known of a post.
  struct Lookup {
    var member = Member.notKnown
    /// The reference is in no run: the entry that has it was added recently, or there is none.
    var isReferenceInNoRun = false

    static let notKnown = Lookup()
  }

  private let places: UnsafeMutablePointer<Place>
  private var whole = KeyBatch.Places()
  private var inNoRun = KeyBatch.Places()
  private var newReferences = KeyBatch.Places()
  /// The state's version for which the elements hold.
  private var version: UInt64 = 0

  init() {
    unsafe places = .allocate(capacity: KeyBatch.capacity)
    unsafe places.initialize(repeating: Place(), count: KeyBatch.capacity)
  }

  deinit { unsafe places.deallocate() }

  @inline(__always)
  private subscript(index: Int) -> Place {
    unsafeAddress {
      precondition(index >= 0 && index < KeyBatch.capacity)
      return unsafe UnsafePointer(places + index)
    }
    unsafeMutableAddress {
      precondition(index >= 0 && index < KeyBatch.capacity)
      return unsafe places + index
    }
  }

  /// Clears all of them.
  ///
  /// - Parameters:
  ///   - inNoRun: The posts whose identifiers are in no run.
  ///   - newReferences: The posts whose references are in no run.
  mutating func begin(
    version: UInt64, inNoRun: KeyBatch.Places, newReferences: KeyBatch.Places
  ) {
    whole = KeyBatch.Places()
    self.inNoRun = inNoRun
    self.newReferences = newReferences
    self.version = version
  }

  /// What is known of the post at an index.
  @inline(__always)
  func lookup(at index: Int, ifStill version: UInt64) -> Lookup {
    if version != self.version { return .notKnown }
    var lookup = Lookup(isReferenceInNoRun: newReferences.contains(index))
    if whole.contains(index) {
      lookup.member = .found(self[index])
    } else if inNoRun.contains(index) {
      lookup.member = .inNoRun
    }
    return lookup
  }

  @inline(__always)
  mutating func setIdentifier(_ number: UInt64, at index: Int) {
    self[index].identifier = UInt32(truncatingIfNeeded: number)
  }

  @inline(__always)
  mutating func setMember(_ number: UInt32, named instant: Int64, at index: Int) {
    self[index].member = number
    self[index].named = instant
  }

  @inline(__always)
  mutating func setAccount(_ number: Int, firstIdentifier: UInt32, at index: Int) {
    self[index].account = UInt32(truncatingIfNeeded: number)
    self[index].firstIdentifier = firstIdentifier
  }

  /// Sets the slot, the last field of a place to be filled in.
  @inline(__always)
  mutating func setSlot(_ slot: UInt64, at index: Int) {
    self[index].slot = slot
    whole.insert(index)
  }
}
