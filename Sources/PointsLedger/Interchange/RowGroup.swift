/// Which group a row belongs to.
enum RowGroup {
  /// What the row says is not known.
  case unknown
  case none
  case named(InlineText)

  init(_ name: InlineText?) { self = name.map { .named($0) } ?? .none }
}
