"""Canonicalises one file with libxml2, through lxml, and hashes the result. Protocol: `peers.rs`; a line holds the hash, the
most memory that the process has taken in bytes, and the processor's time of this turn in milliseconds."""

import hashlib
import resource
import sys
import time

from lxml import etree

PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)

print("ready", flush=True)
for _ in sys.stdin:
    start = time.process_time()
    tree = etree.parse(sys.argv[1], PARSER)
    canonical = etree.tostring(tree, method="c14n", exclusive=True, with_comments=False)
    digest = hashlib.sha256(canonical).hexdigest()
    del tree, canonical
    spent = round((time.process_time() - start) * 1000)
    print(digest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, spent, flush=True)
