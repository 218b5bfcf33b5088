/// How a chunk of texts is stored: the byte after its count.
enum TextMethod: UInt8 {
  /// Templates with columns of numbers; texts that fit none are stored literally.
  case parts = 0
  /// Distinct texts, then a stream of indexes into them.
  case dictionary = 1
}
