/// Values that few instances have, stored apart. An instance without them is copied at no cost, one
/// with them for a reference count.
struct Boxed<Values: Sendable & Defaulted>: @unchecked Sendable {
  // Sound as Sendable, and without exclusivity checks: a box is changed only while it has a single
  // reference.
  @safe private final class Box {
    @exclusivity(unchecked) var values: Values
    init(_ values: Values) { unsafe self.values = values }
  }

  private var box: Box?

  init() {}

  /// Whether no value was ever set.
  @inline(__always) var isEmpty: Bool { box == nil }

  /// The result of `body` for the values in place; nil if there are none.
  @inline(__always)
  func look<R>(_ body: (borrowing Values) -> R) -> R? {
    guard let box else { return nil }
    return unsafe body(box.values)
  }

  /// The values, for changing: from then on the instance has some.
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

/// A type with a default value that means nothing special.
protocol Defaulted {
  init()
}
