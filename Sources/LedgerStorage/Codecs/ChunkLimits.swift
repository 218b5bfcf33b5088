/// The limits of the column chunks' format.
enum ChunkLimits {
  /// The most values or texts a chunk may hold, whatever its reader allows.
  static let values = 1 << 30
  /// The most integer streams within one another.
  static let depth = 6
  /// The most templates a chunk may have.
  static let templates = 15
  /// The most parts of a template.
  static let templateParts = 32
  /// The most digits of a decimal field: what an Int64 always holds.
  static let fieldDigits = 18
}
