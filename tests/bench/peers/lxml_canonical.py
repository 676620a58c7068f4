"""Canonicalises one file with libxml2, through lxml, and hashes the result. Protocol: `peers.rs`; a line holds the hash and the
most memory that the process has taken, in bytes."""

import hashlib
import resource
import sys

from lxml import etree

PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)

print("ready", flush=True)
for _ in sys.stdin:
    tree = etree.parse(sys.argv[1], PARSER)
    canonical = etree.tostring(tree, method="c14n", exclusive=True, with_comments=False)
    digest = hashlib.sha256(canonical).hexdigest()
    del tree, canonical
    print(digest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
