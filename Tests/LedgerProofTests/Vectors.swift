import Foundation

/// Published vectors: those in the project, and those that may only be read from a folder beside
/// it.
enum Vectors {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// Vectors that may not be copied are in a folder next to the project, if it exists.
  private static let beside = here.appending(path: "../../../shared/vectors").standardized

  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let file = here.appending(path: "Vectors").appending(path: name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }

  static func isBeside(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: beside.appending(path: name).path)
  }

  static func loadBeside<Content: Decodable>(
    _ name: String, as type: Content.Type
  ) throws -> Content {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: beside.appending(path: name)))
  }
}
