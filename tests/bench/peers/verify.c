/* Hashes documents with SHA-256 and checks one Ed25519 signature for each with OpenSSL, on as many threads as it is told. Keys and
   signatures are its own: the message is as long as a statement, and nothing is read out of an envelope. Usage and protocol: `peers.rs`;
   it answers with how many signatures were good and the sum of the first bytes of the hashes. */

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 1024, MESSAGE = 600, SIGNATURE = 64 };

struct document {
    unsigned char *bytes;
    size_t length;
    unsigned char signature[SIGNATURE];
};

struct share {
    size_t first;
    unsigned long long good, sum;
};

static struct document *documents;
static size_t count, threads;
static EVP_PKEY *key;

static void message_of(size_t number, unsigned char *message) {
    memset(message, 'm', MESSAGE);
    memcpy(message, &number, sizeof number);
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void load(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t room = 0, length;
    if (!file) fail("the documents can't be opened");
    while (fscanf(file, "%zu", &length) == 1) {
        if (fgetc(file) != '\n') fail("a length without a line of its own");
        if (count == room) {
            room = room ? 2 * room : 1024;
            documents = realloc(documents, room * sizeof *documents);
        }
        struct document *own = documents ? &documents[count++] : NULL;
        if (!own || !(own->bytes = malloc(length + 1))) fail("no memory");
        if (fread(own->bytes, 1, length, file) != length) fail("a document is cut short");
        own->length = length;
    }
    fclose(file);
}

static void sign_all(void) {
    unsigned char message[MESSAGE];
    key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!key || !context) fail("no key");
    for (size_t number = 0; number < count; number++) {
        size_t length = SIGNATURE;
        message_of(number, message);
        if (EVP_DigestSignInit(context, NULL, NULL, NULL, key) != 1 ||
            EVP_DigestSign(context, documents[number].signature, &length, message, MESSAGE) != 1)
            fail("no signature");
        EVP_MD_CTX_reset(context);
    }
    EVP_MD_CTX_free(context);
}

static void *check(void *argument) {
    struct share *share = argument;
    unsigned char message[MESSAGE], hash[EVP_MAX_MD_SIZE];
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    for (size_t number = share->first; number < count; number += threads) {
        struct document *own = &documents[number];
        unsigned int length = sizeof hash;
        EVP_DigestInit_ex2(context, sha256, NULL);
        EVP_DigestUpdate(context, own->bytes, own->length);
        EVP_DigestFinal_ex(context, hash, &length);
        share->sum += hash[0];
        EVP_MD_CTX_reset(context);
        message_of(number, message);
        EVP_DigestVerifyInit(context, NULL, NULL, NULL, key);
        share->good += EVP_DigestVerify(context, own->signature, SIGNATURE, message, MESSAGE) == 1;
        EVP_MD_CTX_reset(context);
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha256);
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 3) fail("usage: verify SET THREADS");
    threads = strtoul(argv[2], NULL, 10);
    if (threads < 1 || threads > MOST_THREADS) fail("1 to 1024 threads");
    load(argv[1]);
    sign_all();
    puts("ready");
    fflush(stdout);
    for (int c; (c = getchar()) != EOF;) {
        if (c != '\n') continue;
        static pthread_t running[MOST_THREADS];
        static struct share shares[MOST_THREADS];
        unsigned long long good = 0, sum = 0;
        for (size_t number = 0; number < threads; number++) {
            shares[number] = (struct share){number, 0, 0};
            if (pthread_create(&running[number], NULL, check, &shares[number])) fail("no thread");
        }
        for (size_t number = 0; number < threads; number++) {
            pthread_join(running[number], NULL);
            good += shares[number].good;
            sum += shares[number].sum;
        }
        printf("%llu %llu\n", good, sum);
        fflush(stdout);
    }
    return 0;
}
