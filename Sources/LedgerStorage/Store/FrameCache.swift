/// The last few frames that were read by sequence number: reading an entry near the previous one
/// costs nothing.
struct FrameCache: Sendable {
  private static let capacity = 4
  /// The most recently used frame comes last.
  private var frames: [Frame] = []

  mutating func frame(containing sequence: UInt64) -> Frame? {
    guard let index = frames.lastIndex(where: { $0.info.sequences.contains(sequence) }) else {
      return nil
    }
    let frame = frames.remove(at: index)
    frames.append(frame)
    return frame
  }

  mutating func add(_ frame: Frame) {
    if frames.contains(where: { $0.info == frame.info }) { return }
    if frames.count == Self.capacity { frames.removeFirst() }
    frames.append(frame)
  }
}
