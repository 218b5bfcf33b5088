internal import CLedgerSupport

/// A growing array whose elements are read and changed in place, without a copy.
///
/// Sound as Sendable: it is a value; storage that copies share is copied before one of them
/// changes.
@safe struct SlotArray<Element: Sendable>: @unchecked Sendable {
  /// Sound: `base` is allocated for `capacity` elements, of which the first `count` are
  /// initialized, and only an array that holds the sole reference changes it.
  @safe private final class Block {
    fileprivate let base: UnsafeMutablePointer<Element>
    fileprivate let capacity: Int
    @exclusivity(unchecked) fileprivate var count = 0

    init(capacity: Int) {
      unsafe base = .allocate(capacity: capacity)
      unsafe ledger_prefer_large_pages(base, capacity * MemoryLayout<Element>.stride)
      self.capacity = capacity
    }

    deinit {
      unsafe base.deinitialize(count: count)
      unsafe base.deallocate()
    }
  }

  private var block = Block(capacity: 0)
  /// The elements of `block`, for as long as it lives.
  private var base: UnsafeMutablePointer<Element>
  private(set) var count = 0

  init() { unsafe base = block.base }

  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> Element {
    @inline(__always) unsafeAddress {
      precondition(index >= 0 && index < count)
      return unsafe UnsafePointer(base + index)
    }
    @inline(__always) unsafeMutableAddress {
      precondition(index >= 0 && index < count)
      makeUnique()
      return unsafe base + index
    }
  }

  /// Calls `body` with an element in place. Through the subscript the element would be copied
  /// first, and its references counted, wherever the compiler cannot prove that nothing changes
  /// meanwhile.
  @inline(__always)
  func look<R>(_ index: Int, _ body: (borrowing Element) -> R) -> R {
    precondition(index >= 0 && index < count)
    return unsafe body((base + index).pointee)
  }

  /// Starts to load an element.
  @inline(__always)
  func prefetch(_ index: Int) {
    unsafe Prefetch.value(base + index, byteCount: MemoryLayout<Element>.stride)
  }

  /// Starts to load what an element refers to, if one word of it is a reference. This does not
  /// count references, which would wait for the load. Sound: the word is inside the element, and
  /// any address may be prefetched.
  ///
  /// - Parameter offset: The offset of the reference in the element, at least a word before its
  ///   end.
  @inline(__always)
  func prefetchReference(_ index: Int, at offset: Int) {
    precondition(index >= 0 && index < count)
    precondition(offset >= 0 && offset <= MemoryLayout<Element>.size - MemoryLayout<UInt>.size)
    let word = unsafe UnsafeRawPointer(base + index).loadUnaligned(
      fromByteOffset: offset, as: UInt.self)
    guard let address = unsafe UnsafeRawPointer(bitPattern: word) else { return }
    unsafe Prefetch.line(address)
  }

  mutating func append(_ element: Element) {
    if count == block.capacity { grow() } else { makeUnique() }
    unsafe (base + count).initialize(to: element)
    count += 1
    unsafe block.count = count
  }

  mutating func removeLast() -> Element {
    precondition(count > 0)
    makeUnique()
    count -= 1
    unsafe block.count = count
    return unsafe (base + count).move()
  }

  /// Removes the elements for which `isOld` is true; the others keep their order.
  mutating func removeAll(where isOld: (borrowing Element) -> Bool) {
    makeUnique()
    var kept = 0
    for index in 0..<count {
      if unsafe isOld(base[index]) {
        unsafe (base + index).deinitialize(count: 1)
      } else {
        if kept != index { unsafe (base + kept).moveInitialize(from: base + index, count: 1) }
        kept += 1
      }
    }
    count = kept
    unsafe block.count = kept
  }

  @inline(__always)
  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&block) { move(toCapacity: block.capacity) }
  }

  private mutating func grow() { move(toCapacity: max(16, count * 2)) }

  private mutating func move(toCapacity capacity: Int) {
    let wide = Block(capacity: capacity)
    if isKnownUniquelyReferenced(&block) {
      unsafe wide.base.moveInitialize(from: base, count: count)
      unsafe block.count = 0
    } else {
      unsafe wide.base.initialize(from: base, count: count)
    }
    unsafe wide.count = count
    block = wide
    unsafe base = wide.base
  }
}
