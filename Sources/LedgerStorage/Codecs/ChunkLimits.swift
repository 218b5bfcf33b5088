/// The limits of the column chunks' format.
enum ChunkLimits {
  /// The most values or texts of a chunk, whatever limit its reader sets.
  static let values = 1 << 30
  /// The deepest nesting of integer streams.
  static let depth = 6
  /// The most templates of a chunk.
  static let templates = 15
  /// The most parts of a template.
  static let templateParts = 32
  /// The most digits of a decimal field: an Int64 can always hold that many.
  static let fieldDigits = 18
}
