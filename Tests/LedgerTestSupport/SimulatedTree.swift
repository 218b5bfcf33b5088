/// The names of a simulated file system, as a running system sees them, and what may be left of
/// them after a power cut.
struct SimulatedTree: Sendable {
  enum Entry: Equatable, Sendable {
    case directory
    case file(Int)
  }

  /// A change of a directory that is not durable yet.
  private struct Change: Sendable {
    let directory: String
    let removed: String?
    let added: (path: String, entry: Entry)?

    func apply(to entries: inout [String: Entry]) {
      // If the creation of a file is undone, its renaming must not remove another file.
      if let removed, added == nil || entries[removed] == added?.entry { entries[removed] = nil }
      if let added { entries[added.path] = added.entry }
    }
  }

  private(set) var entries: [String: Entry] = ["/": .directory]
  private var durable: [String: Entry] = ["/": .directory]
  private var changes: [Change] = []

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  func names(in directory: String) -> [String] {
    let prefix = directory == "/" ? "/" : directory + "/"
    return entries.keys.filter {
      $0 != "/" && $0.hasPrefix(prefix) && Self.parent(of: $0) == directory
    }
    .map { String($0.dropFirst(prefix.count)) }.sorted()
  }

  mutating func add(_ path: String, _ entry: Entry) {
    change(Change(directory: Self.parent(of: path), removed: nil, added: (path, entry)))
  }

  mutating func remove(_ path: String) {
    change(Change(directory: Self.parent(of: path), removed: path, added: nil))
  }

  mutating func rename(_ path: String, to newPath: String) {
    guard let entry = entries[path] else { return }
    change(Change(directory: Self.parent(of: path), removed: path, added: (newPath, entry)))
  }

  mutating func sync(_ directory: String) {
    for change in changes where change.directory == directory { change.apply(to: &durable) }
    changes.removeAll { $0.directory == directory }
  }

  /// The names on the medium after a power cut: any of the changes since the directories were
  /// synced.
  func afterPowerCut(_ random: inout SeededGenerator) -> SimulatedTree {
    var tree = SimulatedTree()
    tree.entries = durable
    let keepsAll = random.index(3) == 0
    for change in changes where keepsAll || random.coin() { change.apply(to: &tree.entries) }
    for path in tree.entries.keys.sorted() where !tree.isReachable(path) {
      tree.entries[path] = nil
    }
    tree.durable = tree.entries
    return tree
  }

  private func isReachable(_ path: String) -> Bool {
    path == "/"
      || (entries[Self.parent(of: path)] == .directory && isReachable(Self.parent(of: path)))
  }

  private mutating func change(_ change: Change) {
    change.apply(to: &entries)
    changes.append(change)
  }
}
