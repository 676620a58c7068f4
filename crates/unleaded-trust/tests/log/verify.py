"""Checks logs, proofs and cosignatures with the standard library and openssl, written from the specifications alone:
RFC 6962 section 2.1, C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and tlog-proof.

    verify.py log FOLDER LOG-KEY
    verify.py growth OLD-CHECKPOINT CHECKPOINT HASHES LOG-KEY
    verify.py proof PROOF SHA256 LOG-KEY WITNESS-KEY
"""

import base64, hashlib, os, subprocess, sys, tempfile


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(data):
    return sha256(b"\x00" + data)


def node(left, right):
    return sha256(b"\x01" + left + right)


def mth(hashes):
    """MTH of RFC 6962 over the hashes of leaves, or over full subtrees of one size."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return node(mth(hashes[:middle]), mth(hashes[middle:]))


def need(condition, why):
    if not condition:
        sys.exit("BAD: " + why)


def ed25519(public, message, signature):
    """Whether openssl takes the signature."""
    spki = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, content in zip(names, (spki, message, signature)):
            with open(name, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin"]
        command += ["-in", names[1], "-sigfile", names[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


class Key:
    def __init__(self, text):
        self.name, identifier, key = text.split("+", 2)
        key = base64.b64decode(key, validate=True)
        self.kind, self.public = key[0], key[1:]
        self.id = sha256(self.name.encode() + b"\n" + key)[:4]
        need(identifier == self.id.hex(), "the key's identifier")


class Checkpoint:
    def __init__(self, data, key):
        text, signatures = data.decode().rsplit("\n\n", 1)
        self.text = text + "\n"
        self.origin, size, root = text.split("\n")
        self.size, self.root = int(size), base64.b64decode(root, validate=True)
        self.signatures = {}
        for line in signatures.rstrip("\n").split("\n"):
            dash, name, signature = line.split(" ")
            need(dash == "\u2014", "a signature line")
            signature = base64.b64decode(signature, validate=True)
            self.signatures[name, signature[:4]] = signature[4:]
        need(self.origin == key.name and key.kind == 1, "the log's name")
        signature = self.signatures.get((key.name, key.id))
        need(signature and ed25519(key.public, self.text.encode(), signature), "the log's signature")

    def cosigned(self, key):
        signature = self.signatures[key.name, key.id]
        time = int.from_bytes(signature[:8], "big")
        message = "cosignature/v1\ntime %d\n%s" % (time, self.text)
        need(key.kind == 4 and ed25519(key.public, message.encode(), signature[8:]), "the cosignature")
        return time


def tile_path(level, index, width):
    digits = "%03d" % index
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
    return "tile/%s/%s" % (level, path) + (".p/%d" % width if width < 256 else "")


def check_log(folder, key):
    def read(path):
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()

    checkpoint = Checkpoint(read("checkpoint"), key)
    hashes = []
    for index in range(-(-checkpoint.size // 256)):
        width = min(256, checkpoint.size - 256 * index)
        bundle = read(tile_path("entries", index, width))
        for _ in range(width):
            length = int.from_bytes(bundle[:2], "big")
            need(length == 32 and len(bundle) >= 34, "an entry")
            hashes.append(leaf(bundle[2:34]))
            bundle = bundle[34:]
        need(not bundle, "the end of a bundle")
    need(mth(hashes) == checkpoint.root, "the root")
    level = 0
    while hashes:
        for index in range(-(-len(hashes) // 256)):
            tile = hashes[256 * index : 256 * index + 256]
            need(read(tile_path(level, index, len(tile))) == b"".join(tile), "a tile")
        full = len(hashes) // 256
        hashes, level = [mth(hashes[256 * i : 256 * i + 256]) for i in range(full)], level + 1
    print("good: %d entries" % checkpoint.size)


def root_of_inclusion(index, size, hash, path):
    """The root that a path leads to, from the top down (RFC 6962 section 2.1.1)."""
    if size == 1:
        need(not path, "the length of the proof")
        return hash
    need(path, "the length of the proof")
    middle = 1
    while middle * 2 < size:
        middle *= 2
    if index < middle:
        return node(root_of_inclusion(index, middle, hash, path[:-1]), path[-1])
    return node(path[-1], root_of_inclusion(index - middle, size - middle, hash, path[:-1]))


def roots_of_growth(old, new, proof, old_root, whole):
    """The roots of both trees, from the top down (RFC 6962 section 2.1.2)."""
    if old == new:
        need(len(proof) == (0 if whole else 1), "the length of the proof")
        return (old_root, old_root) if whole else (proof[0], proof[0])
    need(proof, "the length of the proof")
    middle = 1
    while middle * 2 < new:
        middle *= 2
    if old <= middle:
        first, second = roots_of_growth(old, middle, proof[:-1], old_root, whole)
        return first, node(second, proof[-1])
    first, second = roots_of_growth(old - middle, new - middle, proof[:-1], old_root, False)
    return node(proof[-1], first), node(proof[-1], second)


def check_growth(old, new, hashes, key):
    old, new = [Checkpoint(open(name, "rb").read(), key) for name in (old, new)]
    proof = [bytes.fromhex(line) for line in open(hashes).read().split()]
    found = roots_of_growth(old.size, new.size, proof, old.root, True)
    need(found == (old.root, new.root), "the growth")
    print("good: %d to %d" % (old.size, new.size))


def check_proof(proof, digest, log, witness):
    head, checkpoint = open(proof, "rb").read().split(b"\n\n", 1)
    lines = head.decode().split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "the first line")
    index = int(lines[1].removeprefix("index "))
    path = [base64.b64decode(line, validate=True) for line in lines[2:]]
    checkpoint = Checkpoint(checkpoint, log)
    time = checkpoint.cosigned(witness)
    need(0 <= index < checkpoint.size, "the index")
    root = root_of_inclusion(index, checkpoint.size, leaf(bytes.fromhex(digest)), path)
    need(root == checkpoint.root, "the proof")
    print("good: entry %d of %d, seen by %s at %d" % (index, checkpoint.size, witness.name, time))


what, *arguments = sys.argv[1:]
if what == "log":
    check_log(arguments[0], Key(arguments[1]))
elif what == "growth":
    check_growth(*arguments[:3], Key(arguments[3]))
else:
    check_proof(*arguments[:2], Key(arguments[2]), Key(arguments[3]))
