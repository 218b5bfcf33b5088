import Glibc
import PointsLedger

/// The names of the zones in the system's database, for messages.
enum ZoneNames {
  /// At most three names that are like `text`, the nearest first.
  static func near(_ text: String) -> [String] {
    let wanted = Array(text.lowercased().utf8)
    let place = wanted.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? wanted
    var found: [(distance: Int, name: String)] = []
    for name in all {
      let bytes = Array(name.lowercased().utf8)
      let last = bytes.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? bytes
      // A place in another region is a bit farther away than the same name with a slip.
      let distance = min(
        Suggestion.changes(wanted, bytes), Suggestion.changes(place, last) + 1)
      if distance <= 1 + wanted.count / 6 { found.append((distance, name)) }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// From the index of the database; empty if there is none.
  private static var all: [String] {
    let folder = SystemCalendar.folder
    guard let file = unsafe fopen("\(folder)/tzdata.zi", "re") else { return [] }
    defer { unsafe fclose(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // The index has about 110,000 bytes.
    while text.count < 4_000_000 {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      text += buffer[..<count]
    }
    return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      // `Z NAME ...` is a zone, `L ZONE NAME` another name of one.
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
      switch words.first?.first {
      case UInt8(ascii: "Z") where words.count > 1: return String(decoding: words[1], as: UTF8.self)
      case UInt8(ascii: "L") where words.count > 2: return String(decoding: words[2], as: UTF8.self)
      default: return nil
      }
    }
  }
}
