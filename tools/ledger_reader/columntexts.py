"""Decoding of column chunks: texts. See spec/columns.md."""

from .columns import LONGEST_BLOCK, in_64_bits, indexes, stream
from .cursor import Cursor
from .lz4 import expand
from .problem import Malformed

_MOST_TEMPLATES = 15
_MOST_PARTS = 32
_LONGEST_LITERAL = 1024
_UUID = 19
_UUID_LENGTH = 36


def texts(chunk, most, most_bytes):
    """The values of a chunk of texts, as bytes: at most `most`, with at most `most_bytes` in total.
    """
    cursor = Cursor(chunk)
    count = cursor.count(most, 0)
    found = _texts(cursor, count, most_bytes) if count else []
    cursor.check_end()
    return found


def _texts(cursor, count, most_bytes):
    method = cursor.byte()
    if method == 0:
        return _parts(cursor, count, most_bytes)
    if method != 1:
        raise Malformed(f"texts of method {method}")
    distinct = _parts(cursor, cursor.count(count), most_bytes)
    found = [distinct[index] for index in indexes(cursor, count, len(distinct))]
    _check_size(sum(map(len, found)), most_bytes)
    return found


def _check_size(size, most):
    if size > most:
        raise Malformed(f"texts of {size} bytes")


def _parts(cursor, count, most_bytes):
    templates = [Template(cursor) for _ in range(cursor.count(_MOST_TEMPLATES, 0))]
    none = len(templates)
    choices = indexes(cursor, count, none + 1) if templates else [none] * count
    uses = [choices.count(number) for number in range(none + 1)]
    lengths = stream(cursor, uses[none])
    if lengths and min(lengths) < 0:
        raise Malformed("a text of less than no bytes")
    of_templates = sum(uses[number] * template.length for number, template in enumerate(templates))
    _check_size(sum(lengths) + of_templates, most_bytes)
    literals = _literals(cursor, lengths)
    sources = [iter(template.texts(cursor, uses[number]) if uses[number] else ())
               for number, template in enumerate(templates)]
    sources.append(iter(literals))
    return [next(sources[choice]) for choice in choices]


def _literals(cursor, lengths):
    size = sum(lengths)
    if size == 0:
        return [b""] * len(lengths)
    packed = cursor.count(LONGEST_BLOCK, 0)
    data = expand(cursor.take(packed), size) if packed else cursor.take(size)
    found, at = [], 0
    for length in lengths:
        found.append(data[at:at + length])
        at += length
    return found


class Template:
    """The common structure of texts: literal parts, with fields between them."""

    def __init__(self, cursor):
        self.parts = [self._part(cursor) for _ in range(cursor.count(_MOST_PARTS))]
        self.length = sum(map(self._part_length, self.parts))

    @staticmethod
    def _part(cursor):
        """Bytes, or the number of a field: its digits, or the number for a UUID."""
        sort = cursor.byte()
        if sort == 0:
            return cursor.take(cursor.count(_LONGEST_LITERAL))
        if sort > _UUID:
            raise Malformed(f"a part of a template of sort {sort}")
        return sort

    @staticmethod
    def _part_length(part):
        if isinstance(part, bytes):
            return len(part)
        return _UUID_LENGTH if part == _UUID else part

    def texts(self, cursor, count):
        """Its next `count` texts; at least 1."""
        method = cursor.byte()
        fields = [part for part in self.parts if not isinstance(part, bytes)]
        if method == 0:
            columns = [self._field(field, lambda: stream(cursor, count)) for field in fields]
        elif method == 1 and fields and fields[-1] != _UUID:
            columns = self._grouped(cursor, count, fields)
        else:
            raise Malformed(f"a template's fields of method {method}")
        columns = iter(columns)
        parts = [[part] * count if isinstance(part, bytes) else next(columns)
                 for part in self.parts]
        return list(map(b"".join, zip(*parts)))

    def _grouped(self, cursor, count, fields):
        groups = cursor.count(count)
        places = indexes(cursor, count, groups)
        if len(set(places)) != groups:
            raise Malformed("a group of no texts")

        def spread():
            values = stream(cursor, groups)
            return [values[place] for place in places]

        columns = [self._field(field, spread) for field in fields[:-1]]
        firsts = iter(stream(cursor, groups))
        differences = iter(stream(cursor, count - groups))
        latest, numbers = {}, []
        for place in places:
            number = latest[place] + next(differences) if place in latest else next(firsts)
            latest[place] = number
            numbers.append(number)
        columns.append(self._field(fields[-1], lambda: in_64_bits(numbers)))
        return columns

    @staticmethod
    def _field(field, column):
        """The texts of a field, from its columns."""
        if field == _UUID:
            return [_uuid(*numbers) for numbers in zip(column(), column(), column())]
        numbers = column()
        if not 0 <= min(numbers) <= max(numbers) < 10 ** field:
            raise Malformed(f"a number of other than {field} digits")
        return [b"%0*d" % (field, number) for number in numbers]


def _uuid(time, middle, last):
    if not 0 <= time < 1 << 48 or not 0 <= middle < 1 << 16:
        raise Malformed("a UUID with numbers out of range")
    digits = b"%012x%04x%016x" % (time, middle, last % (1 << 64))
    return b"-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
