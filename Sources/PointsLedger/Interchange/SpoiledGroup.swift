/// Which group of a file cannot be posted, because a row of it is malformed.
///
/// A row that could not be read may belong to the group before it, and to that of the next row.
struct SpoiledGroup {
  private var name: InlineText?
  private var line = 0
  private var takesNext = false

  /// Whether the next row can be taken, whatever its group.
  var isClear: Bool { name == nil && !takesNext }

  /// Notes a malformed row.
  ///
  /// - Parameter open: The group whose rows came right before it.
  mutating func note(line: Int, of group: RowGroup, open: InlineText?) {
    self.line = line
    switch group {
    case .none: self = SpoiledGroup()
    case .named(let name):
      self.name = name
      takesNext = false
    case .unknown:
      name = open
      takesNext = true
    }
  }

  /// The line of the malformed row because of which the next row, of this group, is not posted
  /// either.
  mutating func line(for group: InlineText?) -> Int? {
    if takesNext, let group { name = group }
    takesNext = false
    if group != nil, group == name { return line }
    name = nil
    return nil
  }
}
