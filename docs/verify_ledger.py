#!/usr/bin/env python3
"""A second verifier for Cordon's ledgers. Python 3.8 or later, the standard library, nothing else.

    python3 verify_ledger.py DIR [--key FILE] [--witness NOTE] [--json]
    python3 verify_ledger.py PROOF.json --key FILE [--json]

It shares no code with the first verifier, and was written from docs/audit.md: use it when you would rather not trust one
program, or have no Node. FILE holds the Ed25519 public key (PEM) or vkeys, one a line. Exit code: 0 fine, 1 the ledger is
bad, 2 wrong usage. It reads every byte and writes nothing. Memory does not grow with the ledger, but for requests without an outcome.

What it checks: names and order of the segments; every line (UTF-8, one JSON object, written in the one way, check sum, number,
link to the line before); lines that a failing disk made the writer write twice; decisions and outcomes in pairs; files that were
set aside; policies; and the Merkle tree of RFC 6962 against every checkpoint (C2SP signed note), with its signature (RFC 8032).
"""
import argparse
import base64
import binascii
import gzip
import hashlib
import json
import math
import os
import re
import sys
import zlib
from decimal import Decimal


class Bad(Exception):
    """The ledger is bad: a verdict, and one sentence."""

    def __init__(self, verdict, why):
        super().__init__(why)
        self.verdict = verdict


# Ed25519, RFC 8032 section 5.1: slow, and short enough to be read.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * I % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def point(data):
    """A point of 32 bytes in extended coordinates (x, y, z, xy/z), or None."""
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255, number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    h, g, k, m = f - e, d + c, d - c, f + e
    return h * k % P, g * m % P, k * g % P, h * m % P


def times(scalar, base):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, base)
        base = add(base, base)
        scalar >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signed(key, message, signature):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(challenge, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# Keys and notes (C2SP signed-note, tlog-checkpoint).
def decode(text):
    """Base64 in its one spelling, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def key_id(name, key):
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


def read_vkey(text):
    """(name, id, key) of `name+id+key`, or None."""
    match = re.fullmatch(r"([!-*,-~]{1,400})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", text)
    data = decode(match[3]) if match else None
    if data is None or len(data) != 33 or data[0] != 1:
        return None
    name, key = match[1], data[1:]
    return (name, key_id(name, key), key) if key_id(name, key).hex() == match[2] else None


SPKI = bytes.fromhex("302a300506032b6570032100")


def read_keys(path, origin):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if "-----BEGIN PUBLIC KEY-----" in text:
        body = "".join(text.split("-----BEGIN PUBLIC KEY-----")[1].split("-----END")[0].split())
        data = decode(body) or b""
        if len(data) != 44 or not data.startswith(SPKI):
            raise SystemExit(usage("the file of keys holds no Ed25519 public key"))
        return [(origin, key_id(origin, data[12:]), data[12:])]
    lines = [line.strip() for line in text.splitlines()]
    keys = [read_vkey(line) for line in lines if line and not line.startswith("#")]
    if not keys or None in keys:
        raise SystemExit(usage("the file of keys holds something that is no Ed25519 vkey"))
    return keys


NOTE = re.compile(r"([!-*,-~]{1,400})\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n\n((?:— [!-*,-~]{1,400} [A-Za-z0-9+/]{91}=\n)+)")


class Note:
    """A checkpoint: origin, size, root, and who signed."""

    def __init__(self, data):
        try:
            match = NOTE.fullmatch(data.decode("utf-8"))
        except UnicodeDecodeError:
            match = None
        root = decode(match[3]) if match else None
        if root is None:
            raise Bad("tampered", "a checkpoint is not as it was written")
        self.origin, self.size, self.root, self.text = match[1], int(match[2]), root, data
        self.body = data[: data.index(b"\n\n") + 1]
        self.signatures = []
        for line in match[4].splitlines():
            _, name, encoded = line.split(" ")
            signature = decode(encoded)
            if signature is None:
                raise Bad("tampered", "a checkpoint is not as it was written")
            self.signatures.append((name, signature[:4], signature[4:]))

    def names(self, key):
        return any((name, ident) == key[:2] for name, ident, _ in self.signatures)

    def is_signed_by(self, key):
        return any((name, ident) == key[:2] and signed(key[2], self.body, signature) for name, ident, signature in self.signatures)


def read_notes(path, origin):
    """Yields every whole note with its offset. What follows the last may be the beginning of one."""
    if not os.path.exists(path):
        return
    with open(path, "rb") as file:
        held, start = b"", 0
        while True:
            middle = held.find(b"\n\n")
            end = -1 if middle < 0 else held.find(b"\n\n", middle + 2)
            if end >= 0:
                note = Note(held[: end + 1])
                if note.origin != origin:
                    raise Bad("tampered", "a checkpoint is of another ledger")
                yield start, note
                held, start = held[end + 2 :], start + end + 2
                continue
            chunk = file.read(65536)
            if not chunk:
                break
            held += chunk
    if not begins_note(held, origin.encode()):
        raise Bad("tampered", "what follows the last whole checkpoint is not the beginning of one")


def begins_note(rest, origin):
    """Whether a crash can have left this of a note."""
    mark = "— ".encode() + origin + b" "
    b64s = b"[A-Za-z0-9+/]"
    whole = [re.escape(origin), b"[0-9]{1,15}", b64s + b"{43}=", b"", re.escape(mark) + b64s + b"{91}="]
    begun = [b"", b"[0-9]{0,15}", b64s + b"{0,43}=?", b"", re.escape(mark) + b64s + b"{0,91}=?"]
    *lines, last = rest.split(b"\n")
    at = min(len(lines), 4)
    is_begun = [origin, b"", b"", b"", mark][at].startswith(last) or re.fullmatch(begun[at], last)
    return bool(is_begun) and all(re.fullmatch(whole[min(n, 4)], line) for n, line in enumerate(lines))


# The tree (RFC 6962 section 2.1): the roots of its whole subtrees, widest first.
class Tree:
    def __init__(self):
        self.size, self.roots = 0, []

    def push(self, leaf):
        rest = self.size
        while rest % 2:
            leaf = hashlib.sha256(b"\x01" + self.roots.pop() + leaf).digest()
            rest //= 2
        self.roots.append(leaf)
        self.size += 1

    def root(self):
        if not self.roots:
            return hashlib.sha256(b"").digest()
        result = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            result = hashlib.sha256(b"\x01" + left + result).digest()
        return result


def b64(data):
    return base64.b64encode(data).decode()


def leaf_of(line):
    return hashlib.sha256(b"\x00" + line).digest()


# Lines.
def without_twins(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Bad("tampered", "a line has a key twice")
    return dict(pairs)


def load(text, pairs=dict):
    def refuse(name):
        raise ValueError(name)

    return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)


def number_text(value):
    """A number as JavaScript writes it: the shortest digits that read back as the same."""
    value = float(value)
    if math.isinf(value):
        return "null"
    decimal = Decimal(repr(value))
    if value == int(value) and abs(value) < 1e21:
        return str(int(decimal))
    sign, digits, exponent = decimal.normalize().as_tuple()
    text, dot = "".join(map(str, digits)), len(digits) + exponent
    if 0 < dot <= 21:
        text = text[:dot] + "." + text[dot:]
    elif -6 < dot <= 0:
        text = "0." + "0" * -dot + text
    else:
        text = text[0] + ("." + text[1:] if text[1:] else "") + "e%+d" % (dot - 1)
    return "-" + text if sign else text


def string_text(value):
    return re.sub("[\ud800-\udfff]", lambda m: "\\u%04x" % ord(m[0]), json.dumps(value, ensure_ascii=False))


def is_index(key):
    return re.fullmatch("0|[1-9][0-9]{0,9}", key) is not None and int(key) < 2**32 - 1


def plain(value):
    """JSON as JavaScript writes it, which is how every line was written."""
    if isinstance(value, dict):
        keys = sorted(filter(is_index, value), key=int) + [key for key in value if not is_index(key)]
        return "{" + ",".join(string_text(key) + ":" + plain(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(plain, value)) + "]"
    if isinstance(value, str):
        return string_text(value)
    return json.dumps(value) if value is None or isinstance(value, bool) else number_text(value)


def is_int(value):
    return type(value) in (int, float) and value == int(value) and abs(value) < 2**53


def read_line(data):
    """The record of a line, or Bad."""
    if len(data) > 65535:
        raise Bad("tampered", "a line is too long")
    try:
        text = data.decode("utf-8")
        record = load(text, without_twins)
    except (ValueError, RecursionError):
        raise Bad("tampered", "a line is not JSON in UTF-8") from None
    if not isinstance(record, dict) or plain(record) != text:
        raise Bad("tampered", "a line is not written the way Cordon writes")
    crc = "%08x" % zlib.crc32(data[:-18])
    if record.get("crc") != crc or not data.endswith(b',"crc":"' + crc.encode() + b'"}'):
        raise Bad("tampered", "the check sum of a line does not match")
    if record.get("v") != 1 or not is_int(record.get("v")):
        raise Bad("tampered", "a line is of another format")
    if not all(isinstance(record.get(name), str) for name in ("type", "prev", "boot", "writer")):
        raise Bad("tampered", "a field that every record has is missing")
    if not all(is_int(record.get(name)) for name in ("seq", "time", "mono_us")):
        raise Bad("tampered", "a field that every record has is missing")
    return record


def may_be_torn(rest):
    """What a crash left of a line is a beginning; a whole line with one byte more had its LF changed."""
    try:
        read_line(rest[:-1])
    except Bad:
        return True
    return False


# The ledger.
SEGMENT = re.compile(r"([0-9]{12})\.jsonl")
PACKED = re.compile(r"[0-9]{12}\.jsonl\.gz(\.new)?")
TORN = re.compile(r"([0-9]{12})\.[0-9]{1,15}\.[0-9a-f]{8}\.torn")
AT_TOP = {"LOG", "LOG.new", "LOCK", "LOCK-journal", "WRITER", "RESERVE", "WITNESSES", "WITNESSES.new", "GAP", "GAP.new", "PRUNED", "PRUNED.new", "seg", "policies", "checkpoints"}


def tampered(why):
    raise Bad("tampered", why)


def lines_of(file):
    """Lines with their LF, of at most 4 MiB; a packed file must unpack."""
    try:
        yield from iter(lambda: file.readline(1 << 22), b"")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        tampered("a packed segment cannot be unpacked")


class Verifier:
    def __init__(self, folder, keys=None, witness=None, known_gaps=()):
        self.gaps, self.known_gaps = [], known_gaps
        self.folder, self.witness, self.count, self.records = folder, witness, 0, 0
        try:
            self.read_log()
            names = os.listdir(self.path("seg"))
            self.strange = [name for name in os.listdir(folder) if name not in AT_TOP]
        except (OSError, ValueError):
            raise Bad("unverifiable", "this cannot be read as a ledger") from None
        packed = [name for name in names if PACKED.fullmatch(name)]
        self.strange += [name for name in names if name not in packed and not SEGMENT.fullmatch(name) and not TORN.fullmatch(name)]
        self.torn = sorted(name for name in names if TORN.fullmatch(name))
        self.packed = {name[:-3] for name in packed if name.endswith(".gz")} - set(names)
        self.segments = sorted(self.packed.union(name for name in names if SEGMENT.fullmatch(name)))
        if not self.segments:
            raise Bad("unverifiable", "there is no segment here")
        if keys and not re.fullmatch("[!-*,-~]{1,400}", self.origin):
            raise Bad("unverifiable", "no key can have the name that LOG says")
        self.pinned = self.keys = read_keys(keys, self.origin) if keys else None
        self.tree, self.notes = Tree(), read_notes(self.path("checkpoints"), self.origin)
        self.cut = self.pruned_at = None
        exists = os.path.exists(self.path("checkpoints"))
        self.known = os.path.getsize(self.path("checkpoints")) if exists else 0
        self.next = self.last = self.rotation = None
        self.announced = 0
        self.again, self.fragments, self.claims = {}, [], []
        self.open, self.set_aside, self.kept, self.run_counts = set(), [], set(), None
        self.read_cut()
        if witness and witness.origin != self.origin:
            raise Bad("unverifiable", "the checkpoint that was kept elsewhere is of another ledger")
        if witness and self.keys and not any(witness.is_signed_by(key) for key in self.keys):
            raise Bad("unverifiable", "the checkpoint that was kept elsewhere is signed with no key that is trusted")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def read_log(self):
        with open(self.path("LOG"), encoding="utf-8", errors="replace", newline="") as file:
            text = file.read()
        log = load(text[:-1])
        right = text.endswith("\n") and isinstance(log, dict) and log.get("v") == 1 and not isinstance(log["v"], bool)
        if not right or not isinstance(log.get("origin"), str) or not isinstance(log.get("created"), str):
            raise ValueError("LOG")
        self.origin, self.prev = log["origin"], b64(leaf_of(text[:-1].encode()))

    def read_cut(self):
        """Where a pruned ledger begins: PRUNED says it, and a signed record must say the same."""
        if int(self.segments[0][:12]) == 0 or not os.path.exists(self.path("PRUNED")):
            return
        try:
            text = self.content("PRUNED").decode()
            cut = load(text)
            first, prev, tree, names = cut["first"], cut["before"], cut["tree"], cut["open"]
            right = is_int(first) and first > 0 and isinstance(prev, str) and isinstance(tree, list) and isinstance(names, list)
            roots = [decode(root) for root in tree]
            right = right and len(roots) == bin(int(first)).count("1") and all(root and len(root) == 32 for root in roots)
            right = right and all(isinstance(name, str) for name in names)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            right = False
        if not right or text != plain({"v": 1, "first": first, "before": prev, "tree": tree, "open": names}) + "\n":
            raise Bad("unverifiable", "PRUNED is damaged")
        self.cut = {"first": first, "before": prev, "tree": tree, "open": names}
        self.tree.size, self.tree.roots, self.records, self.prev, self.open = int(first), roots, int(first), prev, set(names)
        self.segments = [name for name in self.segments if int(name[:12]) >= first]
        if not self.segments:
            raise Bad("unverifiable", "there is no segment here")

    def pass_over(self):
        """Checkpoints of records that are gone: their roots cannot be made again."""
        while self.cut and self.peek() and self.peek()[1].size <= self.tree.size:
            note = self.next[1]
            if any(note.names(key) and not note.is_signed_by(key) for key in self.keys or []):
                tampered("the signature of a checkpoint does not hold")
            if note.size == self.tree.size and note.root != self.tree.root():
                tampered("what is said of the records that were pruned is not what was signed")
            self.last, self.next = note, None

    def check_cut(self):
        if not self.cut:
            return
        before = "the records before %d are gone, and no " % self.cut["first"]
        if self.pruned_at is None:
            tampered(before + "record says that they were pruned")
        if not self.count or self.pruned_at >= self.last.size:
            raise Bad("unverifiable", before + "checkpoint covers the record that says so")
        if self.witness and self.witness.size < self.cut["first"]:
            raise Bad("unverifiable", "the checkpoint that was kept elsewhere covers only records that were pruned")

    def run(self):
        self.pass_over()
        for at, name in enumerate(self.segments):
            following = int(self.segments[at + 1][:12]) if at + 1 < len(self.segments) else None
            self.segment(name, int(name[:12]), following)
        if any(last < self.records - 1 for _, _, last in self.claims):
            tampered("no record accounts for what follows where the next segment starts")
        if self.strange:
            tampered("no ledger has a file " + self.strange[0])
        self.check_set_aside()
        self.check_policies()
        self.finish()
        for start, seq in self.gaps:
            if start not in self.known_gaps:
                raise Bad("truncated", "records from %d on were given up at a start: see record %d" % (start, seq))

    def segment(self, name, first, following):
        if first != self.records:
            raise Bad("truncated", "segment %s should start at record %d" % (name, self.records))
        at, prev, rest = self.records, self.prev, b""
        with self.opened(name) as file:
            for line in lines_of(file):
                if not line.endswith(b"\n"):
                    rest = line
                    if len(rest) == 1 << 22:
                        tampered("there is no LF for megabytes")
                    break
                line = line[:-1]
                record, leaf = read_line(line), leaf_of(line)
                if record["seq"] != at:
                    tampered("a line does not have the number %d" % at)
                if record["prev"] != prev:
                    tampered("record %d is not linked to the one before" % at)
                prev = b64(leaf)
                if following is not None and at >= following:
                    self.again.setdefault(at, []).append(line)
                    if sum(len(other) for lines in self.again.values() for other in lines) > 8 << 20:
                        tampered("a segment runs on far into the next one")
                else:
                    self.records, self.prev = at + 1, prev
                    self.compare(at, line)
                    self.record(record, leaf)
                at += 1
        if following is None:
            if rest and not may_be_torn(rest):
                tampered("the last line is whole, but its LF was changed")
        elif at < following:
            raise Bad("tampered" if rest else "truncated", "records %d to %d are missing" % (at, following - 1))
        else:
            self.fragments += [(at, rest)] if rest else []
            last = at if rest else at - 1
            self.claims += [(name, following, last)] if last >= following else []

    def opened(self, name):
        return gzip.open(self.path("seg", name + ".gz")) if name in self.packed else open(self.path("seg", name), "rb")

    def compare(self, at, line):
        """What a failing disk made the writer write again must be the same, or its beginning, with zeros after it."""
        parts = [rest for seq, rest in self.fragments if seq == at]
        same = [os.path.commonprefix([line + b"\n", rest]) for rest in parts]
        if any(other != line for other in self.again.pop(at, [])) or any(rest[len(s) :].strip(b"\0") for s, rest in zip(same, parts)):
            tampered("what follows where the next segment starts differs from record %d" % at)
        self.fragments = [fragment for fragment in self.fragments if fragment[0] != at]

    def record(self, record, leaf):
        kind, request = record["type"], record.get("request")
        if kind == "sink.poisoned":
            self.claims = [c for c in self.claims if c[:2] != (record.get("segment"), record.get("from"))]
        if kind == "checkpoint.pre" and record.get("tree") != [b64(root) for root in self.tree.roots]:
            tampered("record %d does not hold the tree of the records before it" % record["seq"])
        self.tree.push(leaf)
        if kind == "key.rotate":
            self.rotation = record
        if kind == "audit.pruned" and self.cut and all(record.get(name) == value for name, value in self.cut.items()):
            self.pruned_at = record["seq"]
        if kind == "checkpoint.pre":
            self.checkpoint(record.get("previous", False))
        if self.witness and self.witness.size == self.tree.size and self.witness.root != self.tree.root():
            raise Bad("fork", "the records are not those of the checkpoint that was kept elsewhere")
        self.count_run(kind, record)
        policy = record.get("policy")
        if kind == "lifecycle" and isinstance(policy, dict) and policy.get("kept") is True and isinstance(policy.get("sha256"), str):
            self.kept.add(policy["sha256"])
        elif kind == "audit.torn":
            self.set_aside.append((record.get("file"), record.get("bytes"), record.get("sha256")))
        elif kind == "audit.gap_accepted":
            start = record.get("from")
            texts = isinstance(record.get("by"), str) and isinstance(record.get("reason"), str)
            if type(start) not in (int, float) or start >= record["seq"] or not texts:
                tampered("record %d names no gap" % record["seq"])
            self.gaps.append((start, record["seq"]))
        elif kind == "audit.late":
            for late in record["records"] if isinstance(record.get("records"), list) else tampered("a record names no late records"):
                if isinstance(late, dict) and late.get("type") == "decision":
                    self.open.discard(late.get("request"))
        elif kind in ("decision", "outcome"):
            if not isinstance(request, str) or (kind == "decision") == (request in self.open):
                tampered("record %d does not fit to the decisions and outcomes before it" % record["seq"])
            if kind == "outcome":
                self.open.remove(request)
            elif record.get("effect") == "permit":
                self.open.add(request)

    def count_run(self, kind, record):
        """What the process counted as recorded stands before the heartbeat that says so; what it sent was permitted first."""
        if kind == "lifecycle" and record.get("event") == "start":
            self.run_counts = {"decisions": 0, "permits": 0, "outcomes": 0}
        counts = self.run_counts
        if counts is None:
            return
        if kind == "decision":
            counts["decisions"] += 1
            counts["permits"] += record.get("effect") == "permit"
        elif kind == "outcome":
            counts["outcomes"] += 1
        elif kind == "heartbeat":
            for name, most in [*counts.items(), ("sent", counts["permits"])]:
                said = record.get(name)
                if type(said) not in (int, float) or said > most:
                    tampered("record %d counts more %s than are recorded before it" % (record["seq"], name))

    def peek(self):
        if self.next is None:
            self.next = next(self.notes, None)
            if self.next and self.last and self.next[1].size <= self.last.size:
                note = self.next[1]
                if note.size == self.last.size and note.root != self.last.root:
                    self.signers(note)
                    raise Bad("fork", "two checkpoints of %d records have different roots" % note.size)
                tampered("the checkpoints are not in order")
        return self.next

    def signers(self, note):
        named = [key for key in self.keys or [] if note.names(key)]
        if self.keys is not None and not named:
            raise Bad("unverifiable", "a checkpoint is signed with no key that is trusted")
        if not all(note.is_signed_by(key) for key in named):
            tampered("the signature of a checkpoint does not hold")

    def checkpoint(self, previous):
        self.announced += 1
        _, note = self.peek() or (0, None)
        if note and note.size < self.tree.size:
            tampered("a checkpoint covers %d records, where no record announces one" % note.size)
        if previous is not None:
            size = previous.get("size") if isinstance(previous, dict) else None
            before = (self.last.size, hashlib.sha256(self.last.text).hexdigest()) if self.last else (0, "")
            if type(size) not in (int, float) or size > before[0] or (size == before[0] and previous.get("sha256") != before[1]):
                tampered("the checkpoint that a record names is missing, or another one")
        if not note or note.size != self.tree.size:
            return
        self.signers(note)
        if note.root != self.tree.root():
            tampered("the records up to %d are not those that were signed" % (note.size - 1))
        if self.rotation:
            key = read_vkey(self.rotation["to"]) if isinstance(self.rotation.get("to"), str) else None
            if not key or key[0] != self.origin or not note.is_signed_by(key):
                tampered("the key was changed without the signatures of both keys")
            gone = [read_vkey(v) for v in (self.rotation.get("from"), self.rotation["to"]) if isinstance(v, str)]
            self.keys = self.keys and [old for old in self.keys if old not in gone] + [key]
        self.rotation = self.next = None
        self.last, self.count = note, self.count + 1

    def finish(self):
        start, note = self.peek() or (self.known, None)
        if note and start < self.known:
            self.signers(note)
            if note.size > self.tree.size:
                raise Bad("truncated", "a checkpoint covers %d records, and there are %d" % (note.size, self.tree.size))
            tampered("a checkpoint covers %d records, where no record announces one" % note.size)
        self.check_cut()
        if not self.count and (self.announced or self.pinned is not None):
            raise Bad("unverifiable", "there is no checkpoint")
        if self.witness and self.witness.size > self.tree.size:
            raise Bad("truncated", "the checkpoint that was kept elsewhere covers more records than there are")

    def check_set_aside(self):
        first = self.cut["first"] if self.cut else 0
        self.set_aside = [one for one in self.set_aside if not (isinstance(one[0], str) and TORN.fullmatch(one[0]) and int(one[0][:12]) < first)]
        self.torn = [name for name in self.torn if int(name[:12]) >= first]
        for name, size, digest in self.set_aside:
            content = self.content("seg", name) if name in self.torn else None
            if content is None or len(content) != size or hashlib.sha256(content).hexdigest() != digest:
                tampered("what was set aside as %s is not there as it was" % name)
        named = {name for name, _, _ in self.set_aside}
        if any(name not in named and name[:12] + ".jsonl" < self.segments[-1] for name in self.torn):
            tampered("no record names a file that was set aside")

    def check_policies(self):
        folder = self.path("policies")
        names = [name for name in (os.listdir(folder) if os.path.isdir(folder) else []) if name != "LAST" and not name.endswith(".new")]
        for name in names:
            if hashlib.sha256(self.content("policies", name)).hexdigest() + ".json" != name:
                tampered("%s is not the policy that its name says" % name)
        if any(digest + ".json" not in names for digest in self.kept):
            tampered("a policy that a record names is gone")

    def content(self, *names):
        with open(self.path(*names), "rb") as file:
            return file.read()


# The proof of one record.
def root_of(leaf, index, size, path):
    """The root that a leaf, its place and a path lead to, or None: RFC 9162 section 2.1.3.2."""
    if not (is_int(index) and is_int(size) and 0 <= index < size):
        return None
    at, last, root = int(index), int(size) - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            root = hashlib.sha256(b"\x01" + sibling + root).digest()
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            root = hashlib.sha256(b"\x01" + root + sibling).digest()
        at, last = at // 2, last // 2
    return root if last == 0 else None


def utf8(text):
    """UTF-8, with the replacement character for half of a pair."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode()


def verify_proof(text, key_path):
    """The record of a proof that holds for whoever trusts these keys, or Bad."""
    try:
        proof = load(text)
    except (ValueError, RecursionError):
        proof = None
    kinds = {"format": str, "origin": str, "line": str, "checkpoint": str, "path": list, "index": (int, float), "size": (int, float)}
    if not isinstance(proof, dict) or not all(isinstance(proof.get(name), kind) and not isinstance(proof.get(name), bool) for name, kind in kinds.items()):
        raise Bad("unverifiable", "this is not a proof")
    if proof["format"] != "cordon-proof/1" or not all(isinstance(one, str) for one in proof["path"]):
        raise Bad("unverifiable", "this is not a proof")
    note = Note(utf8(proof["checkpoint"]))
    if note.origin != proof["origin"] or note.size != proof["size"]:
        raise Bad("unverifiable", "the checkpoint is not one of this ledger and size")
    if not any(note.is_signed_by(key) for key in read_keys(key_path, note.origin)):
        raise Bad("unverifiable", "the checkpoint is not signed with a key that is trusted")
    line, path = utf8(proof["line"]), [decode(one) for one in proof["path"]]
    if not all(one is not None and len(one) == 32 for one in path) or root_of(leaf_of(line), proof["index"], proof["size"], path) != note.root:
        tampered("the record is not in the tree of the checkpoint")
    record = read_line(line)
    if record["seq"] != proof["index"]:
        tampered("the line is not the record of this number")
    return record


def show_proof(args):
    if not args.key:
        return usage("a proof says nothing to somebody who trusts no key: give --key")
    try:
        with open(args.dir, encoding="utf-8") as file:
            report = {"holds": True, "record": verify_proof(file.read(), args.key)}
    except (Bad, UnicodeDecodeError) as bad:
        report = {"holds": False, "why": str(bad)}
    lines = ["HOLDS", json.dumps(report["record"])] if report["holds"] else ["DOES NOT HOLD: " + report["why"]]
    print(json.dumps(report, indent=2) if args.json else "\n".join(lines))
    return 0 if report["holds"] else 1


def usage(why):
    print("verify_ledger: " + why, file=sys.stderr)
    return 2


def main():
    parser = argparse.ArgumentParser(description="Verifies a ledger of Cordon.")
    parser.add_argument("dir", metavar="DIR", help="folder of the ledger, or the file of a proof")
    parser.add_argument("--key", help="file with the Ed25519 public key (PEM), or vkeys")
    parser.add_argument("--witness", help="file with a checkpoint that somebody else kept")
    parser.add_argument("--known-gap", type=int, action="append", default=[], help="first missing record of a gap that is known")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if os.path.isfile(args.dir):
        return show_proof(args)
    verdict, why, verifier = "fine", None, None
    try:
        witness = None
        if args.witness:
            with open(args.witness, "rb") as file:
                parts = file.read().split(b"\n\n")
            witness = Note(parts[0] + b"\n\n" + parts[1].rstrip(b"\n") + b"\n")
        verifier = Verifier(args.dir, args.key, witness, args.known_gap)
        verifier.run()
    except Bad as bad:
        verdict, why = bad.verdict, str(bad)
    except OSError as error:
        verdict, why = "unverifiable", error.strerror
    records, signed_to = (verifier.records, verifier.last.size if verifier.last else 0) if verifier else (0, 0)
    report = {"verdict": verdict, "why": why, "records": records, "unsigned": max(0, records - signed_to)}
    if verifier and verifier.cut:
        report["pruned"] = verifier.cut["first"]
    report["signatures"] = "checked" if args.key else "not checked: no key was given"
    lines = ["  %-11s %s" % (name, value) for name, value in report.items() if name != "verdict" and value is not None]
    print(json.dumps(report, indent=2) if args.json else "\n".join([verdict.upper()] + lines))
    return 0 if verdict == "fine" else 1


if __name__ == "__main__":
    sys.exit(main())
