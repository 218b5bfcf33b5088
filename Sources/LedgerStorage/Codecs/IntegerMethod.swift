/// How a stream of integers is stored: its first byte.
enum IntegerMethod: UInt8 {
  /// One value for all.
  case constant = 0
  /// Multiples of a divisor above a base, in bits.
  case packed = 1
  /// Packed; values that do not fit are stored apart.
  case patched = 2
  /// The first value, then a stream of the differences.
  case delta = 3
  /// A stream of distinct values, then a stream of indexes.
  case dictionary = 4
  /// Multiples of a divisor above a base, in whole bytes, compressed with LZ4.
  case compressed = 5
}
