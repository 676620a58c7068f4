"""Takes the facts of `facts.rs` out of declarations with lxml's iterparse. Usage and protocol: `peers.rs`."""

import io
import sys

from lxml import etree

NAMESPACE = "{http://webstds.ipc.org/175x/2.0}"
AMOUNT, CONCENTRATION, MATERIAL, PRODUCT, ITEM, SUBSTANCE, IDENTITY, CATEGORY, THRESHOLD = TAGS = [
    NAMESPACE + name
    for name in (
        "Amount",
        "Concentration",
        "HomogeneousMaterial",
        "Product",
        "ProductID",
        "Substance",
        "SubstanceID",
        "SubstanceCategory",
        "Threshold",
    )
]
NANOGRAMS = {"mg": 1e6, "g": 1e9, "kg": 1e12}


def facts(document):
    products = numbers = materials = substances = names = cas = answers = over = mass = share = 0
    for _, element in etree.iterparse(io.BytesIO(document), events=("end",), tag=TAGS):
        tag = element.tag
        if tag == AMOUNT:
            mass += round(float(element.get("value")) * NANOGRAMS.get(element.get("UOM"), 0))
        elif tag == SUBSTANCE:
            substances += 1
            names += len(element.get("name").encode())
            element.clear()
        elif tag == IDENTITY:
            cas += int(element.get("identity").replace("-", ""))
        elif tag == CONCENTRATION:
            share += round(float(element.get("value")) * 1e4)
        elif tag == THRESHOLD:
            over += element.get("overThreshold") == "true"
        elif tag == CATEGORY:
            # Where it is the level of a material, its parent's parent is that material.
            answers += element.getparent().getparent().tag != MATERIAL
            element.clear()
        elif tag == MATERIAL:
            materials += 1
            element.clear()
        elif tag == ITEM:
            numbers += len(element.get("itemNumber", ""))
        else:
            products += 1
            element.clear()
    return products, numbers, materials, substances, names, cas, answers, over, mass, share


def load(path):
    with open(path, "rb") as file:
        while line := file.readline():
            yield file.read(int(line))


documents = list(load(sys.argv[1]))
print("ready", flush=True)
for _ in sys.stdin:
    print(*map(sum, zip(*map(facts, documents))), flush=True)
