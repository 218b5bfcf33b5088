extension [UnitInfo] {
  /// The scale of a unit (nil: the first one) that is among these, or is defined by one of `posts`;
  /// nil if it is unknown.
  func scale(of unit: UnitCode?, orDefinedBy posts: [Post]) -> UInt8? {
    guard let unit else { return UInt8(clamping: first?.scale ?? 0) }
    if let known = first(where: { $0.code == unit }) { return UInt8(clamping: known.scale) }
    for post in posts where post.kind == .unit && post.unit == unit {
      return post.terms?.scale ?? 0
    }
    return nil
  }

  /// Whether points may have to be read in one of several scales.
  func haveSeveralScales(with posts: [Post]) -> Bool {
    Set(map(\.scale)).count > 1 || posts.contains { $0.kind == .unit }
  }
}
