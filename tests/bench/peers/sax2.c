/* Takes the facts of `facts.rs` out of declarations with libxml2's SAX2 interface, which checks no more than that the
   document is well-formed. Usage and protocol: `peers.rs`. */

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRODUCTS, NUMBERS, MATERIALS, SUBSTANCES, NAMES, CAS, ANSWERS, OVER, MASS, SHARE, FACTS };

static const char NAMESPACE[] = "http://webstds.ipc.org/175x/2.0";
static unsigned long long facts[FACTS];
static int in_material;

struct value {
    const char *start;
    size_t length;
};

/* An attribute is local name, prefix, namespace, start and end of its value. */
static struct value attribute(const xmlChar **attributes, int count, const char *name) {
    struct value found = {"", 0};
    for (int i = 0; i < count; i++, attributes += 5)
        if (!strcmp((const char *)attributes[0], name)) {
            found.start = (const char *)attributes[3];
            found.length = (size_t)(attributes[4] - attributes[3]);
            break;
        }
    return found;
}

static int is(struct value value, const char *text) {
    return value.length == strlen(text) && !memcmp(value.start, text, value.length);
}

static double number(struct value value) {
    char text[64];
    if (value.length >= sizeof text) return 0;
    memcpy(text, value.start, value.length);
    text[value.length] = 0;
    return strtod(text, NULL);
}

static double nanograms(struct value unit) {
    return is(unit, "mg") ? 1e6 : is(unit, "g") ? 1e9 : is(unit, "kg") ? 1e12 : 0;
}

static void open_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int bindings,
                         const xmlChar **bound, int count, int defaulted, const xmlChar **attributes) {
    const char *local = (const char *)name;
    (void)context, (void)prefix, (void)bindings, (void)bound, (void)defaulted;
    if (!uri || strcmp((const char *)uri, NAMESPACE)) return;
    if (!strcmp(local, "Amount")) {
        double scale = nanograms(attribute(attributes, count, "UOM"));
        facts[MASS] += (unsigned long long)llround(number(attribute(attributes, count, "value")) * scale);
    } else if (!strcmp(local, "Substance")) {
        facts[SUBSTANCES]++;
        facts[NAMES] += attribute(attributes, count, "name").length;
    } else if (!strcmp(local, "SubstanceID")) {
        struct value identity = attribute(attributes, count, "identity");
        unsigned long long digits = 0;
        for (size_t i = 0; i < identity.length; i++)
            if (identity.start[i] >= '0' && identity.start[i] <= '9')
                digits = digits * 10 + (unsigned long long)(identity.start[i] - '0');
        facts[CAS] += digits;
    } else if (!strcmp(local, "Concentration")) {
        facts[SHARE] += (unsigned long long)llround(number(attribute(attributes, count, "value")) * 1e4);
    } else if (!strcmp(local, "HomogeneousMaterial")) {
        facts[MATERIALS]++;
        in_material = 1;
    } else if (!strcmp(local, "SubstanceCategory")) {
        facts[ANSWERS] += !in_material;
    } else if (!strcmp(local, "Threshold")) {
        facts[OVER] += is(attribute(attributes, count, "overThreshold"), "true");
    } else if (!strcmp(local, "ProductID")) {
        facts[NUMBERS] += attribute(attributes, count, "itemNumber").length;
    } else if (!strcmp(local, "Product")) {
        facts[PRODUCTS]++;
    }
}

static void close_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)context, (void)prefix, (void)uri;
    if (!strcmp((const char *)name, "HomogeneousMaterial")) in_material = 0;
}

static void parse(const char *document, int length) {
    xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt(document, length);
    if (!context) exit(1);
    memset(context->sax, 0, sizeof *context->sax);
    context->sax->initialized = XML_SAX2_MAGIC;
    context->sax->startElementNs = open_element;
    context->sax->endElementNs = close_element;
    /* Without the first option `&amp;` arrives as `&#38;`. */
    xmlCtxtUseOptions(context, XML_PARSE_NOENT | XML_PARSE_NONET);
    xmlParseDocument(context);
    if (!context->wellFormed) exit(1);
    xmlFreeParserCtxt(context);
}

int main(int count, char **arguments) {
    struct value *documents = NULL;
    size_t known = 0, length;
    FILE *set = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!set) return 1;
    while (fscanf(set, "%zu", &length) == 1) {
        char *document = malloc(length + 1);
        documents = realloc(documents, (known + 1) * sizeof *documents);
        if (!document || !documents || fgetc(set) != '\n' || fread(document, 1, length, set) != length) return 1;
        documents[known++] = (struct value){document, length};
    }
    printf("ready\n");
    fflush(stdout);
    for (int c; (c = getchar()) != EOF;) {
        if (c != '\n') continue;
        memset(facts, 0, sizeof facts);
        for (size_t i = 0; i < known; i++) parse(documents[i].start, (int)documents[i].length);
        for (int i = 0; i < FACTS; i++) printf(i ? " %llu" : "%llu", facts[i]);
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
