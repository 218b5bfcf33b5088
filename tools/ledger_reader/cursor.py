"""Reads bytes from the first to the last."""

from .problem import Malformed


class Cursor:
    """A reader's position in some bytes."""

    def __init__(self, data):
        self.data = data
        self.at = 0
        self.end = len(data)

    def byte(self):
        at = self.at
        if at >= self.end:
            raise Malformed("it ends too early")
        self.at = at + 1
        return self.data[at]

    def take(self, count):
        at = self.at
        if count > self.end - at:
            raise Malformed("it ends too early")
        self.at = at + count
        return self.data[at:at + count]

    def varint(self):
        at = self.at
        if at >= self.end:
            raise Malformed("it ends too early")
        byte = self.data[at]
        if byte < 128:
            self.at = at + 1
            return byte
        value, shift = byte & 127, 7
        while True:
            at += 1
            if at >= self.end:
                raise Malformed("it ends too early")
            byte = self.data[at]
            value |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 63:
                raise Malformed("a number of more than 64 bits")
        if byte == 0:
            raise Malformed("a number in more bytes than it takes")
        if value >> 64:
            raise Malformed("a number of more than 64 bits")
        self.at = at + 1
        return value

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def count(self, most, least=1):
        count = self.varint()
        if not least <= count <= most:
            raise Malformed(f"a list of {count}")
        return count

    def check_end(self):
        if self.at != self.end:
            raise Malformed("something follows it")
