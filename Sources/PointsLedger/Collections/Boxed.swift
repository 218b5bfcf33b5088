/// Values that few have, apart from those that all have: where there are none, copying costs
/// nothing, and else the counting of one reference.
struct Boxed<Values: Sendable & Defaulted>: @unchecked Sendable {
  // Sound as Sendable, and without checks of access: a box is changed only while nobody else
  // refers to it.
  @safe private final class Box {
    @exclusivity(unchecked) var values: Values
    init(_ values: Values) { unsafe self.values = values }
  }

  private var box: Box?

  init() {}

  /// Whether nothing was ever put there.
  @inline(__always) var isEmpty: Bool { box == nil }

  /// What `body` makes of the values where they lie; nil where there are none.
  @inline(__always)
  func look<R>(_ body: (borrowing Values) -> R) -> R? {
    guard let box else { return nil }
    return unsafe body(box.values)
  }

  /// The values, to be changed: from then on there are some.
  var values: Values {
    get { look { copy $0 } ?? Values() }
    _modify {
      let own = unique()
      yield unsafe &own.values
    }
  }

  private mutating func unique() -> Box {
    if isKnownUniquelyReferenced(&box), let box { return box }
    let own = Box(unsafe box?.values ?? Values())
    box = own
    return own
  }
}

/// A type with a value that stands for nothing.
protocol Defaulted {
  init()
}
