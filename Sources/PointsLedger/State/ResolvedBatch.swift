/// Where posts that were looked ahead at find their members and accounts: filled in a step at a time.
///
/// Sound: `places` is allocated for `KeyBatch.capacity` places, all of them set, and each index is checked;
/// nobody else refers to them. In place they would be copied, all of them, to read one.
@safe struct ResolvedBatch: ~Copyable {
  /// The account of the member whom a post names.
  struct Place {
    /// The identifier that named the member.
    var identifier: UInt32 = 0
    var member: UInt32 = 0
    var firstIdentifier: UInt32 = 0
    var account: UInt32 = 0
    /// Where in its table the account is, unless it has gone from there.
    var slot: UInt64?

    /// The identifier, if it is not the member's first.
    @inline(__always)
    var otherIdentifier: UInt32? { identifier == firstIdentifier ? nil : identifier }
  }

  /// What is known of whom a post names.
  enum Member {
    case found(Place)
    /// The identifier is in no run: who is named by it came lately, or is not known.
    case inNoRun
    case notKnown
  }

  /// What is known of a post.
  struct Lookup {
    var member = Member.notKnown
    /// The reference is in no run: an entry that has it came lately, or there is none.
    var isReferenceInNoRun = false

    static let notKnown = Lookup()
  }

  private let places: UnsafeMutablePointer<Place>
  private var whole = KeyBatch.Places()
  private var inNoRun = KeyBatch.Places()
  private var newReferences = KeyBatch.Places()
  /// They hold as long as the state has this.
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

  /// Forgets all of them.
  ///
  /// - Parameters:
  ///   - inNoRun: The posts whose identifiers are in no run.
  ///   - newReferences: Posts whose references are in no run.
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
  mutating func setMember(_ number: UInt32, at index: Int) { self[index].member = number }

  @inline(__always)
  mutating func setAccount(_ number: Int, firstIdentifier: UInt32, at index: Int) {
    self[index].account = UInt32(truncatingIfNeeded: number)
    self[index].firstIdentifier = firstIdentifier
  }

  /// Sets the last that makes a place whole.
  @inline(__always)
  mutating func setSlot(_ slot: UInt64, at index: Int) {
    self[index].slot = slot
    whole.insert(index)
  }
}
