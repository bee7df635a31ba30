/* Entries and objects: one spelling each, and nothing else is taken. */
#include "base/arena.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/entry.h"
#include "ledger/object.h"

#define COMMIT "e8a627cd698076a87fd34aab0e0bfdf4c7aded00506b11fba10a81623cbb6b57"
#define ID "abcdefghijklmnopqrstuvwxyz"
#define FIRST                                                                        \
    "{\"agency\":\"00223\",\"at\":\"2009-09-28T01:02:03.004Z\",\"commit\":\"" COMMIT \
    "\",\"id\":\"" ID "\",\"kind\":\"disclosure\",\"seq\":1,\"type\":\"released\",\"v\":1}"
#define LATER                                                                             \
    "{\"agency\":\"00223\",\"at\":\"2009-09-28T01:02:03.004Z\",\"commit\":\"" COMMIT      \
    "\",\"erases\":[3,5],\"id\":\"" ID "\",\"kind\":\"disclosure\",\"prev\":5,\"seq\":3," \
    "\"type\":\"erased\",\"v\":1}"

static struct context cx;

static struct bytes bytes_of(const char *string)
{
    return (struct bytes){(const unsigned char *)string, strlen(string)};
}

static struct entry sample(void)
{
    static const int64_t erases[] = {3, 5};
    struct entry entry = {.agency = "00223",
                          .id = ID,
                          .kind = "disclosure",
                          .type = ACT_ERASED,
                          .prev = 5,
                          .seq = 3,
                          .erases = erases,
                          .erases_count = 2};
    assert_true(moment_parse("2009-09-28T01:02:03.004Z", &entry.at));
    assert_true(text_from_hex(COMMIT, entry.commit.byte, HASH_SIZE));
    return entry;
}

static void an_entry_is_written_and_read(void **state)
{
    struct entry entry = sample(), read;
    struct bytes bytes;
    assert_int_equal(entry_write(&cx, &entry, &bytes), OK);
    assert_string_equal((const char *)bytes.data, LATER);
    assert_int_equal(entry_parse(&cx, bytes, &read), OK);
    assert_int_equal(read.erases_count, 2);
    assert_int_equal(read.erases[1], 5);
    assert_int_equal(read.prev, 5);
    assert_int_equal(read.at.ms, entry.at.ms);
    assert_int_equal(read.type, ACT_ERASED);
    assert_int_equal(entry_parse(&cx, bytes_of(FIRST), &read), OK);
    assert_int_equal(read.prev, -1);
    assert_int_equal(read.erases_count, 0);
}

static char *replace(const char *in, const char *what, const char *with)
{
    const char *found = strstr(in, what);
    assert_non_null(found);
    return arena_format(cx.mem, "%.*s%s%s", (int)(found - in), in, with, found + strlen(what));
}

static void other_spellings_are_refused(void **state)
{
    static const struct {
        const char *what, *with;
    } bad[] = {
        {"{\"agency\"",                  "{ \"agency\""              },
        {"1}",                           "1}\n"                      },
        {"\"v\":1",                      "\"v\":1,\"w\":1"           },
        {"\"v\":1",                      "\"v\":1.0"                 },
        {"\"v\":1",                      "\"v\":2"                   },
        {"\"v\":1",                      "\"v\":1,\"v\":1"           },
        {"\"seq\":3",                    "\"seq\":\"3\""             },
        {"\"seq\":3",                    "\"seq\":0"                 },
        {"\"seq\":3",                    "\"seq\":1"                 },
        {"\"seq\":3",                    "\"seq\":3e0"               },
        {"\"seq\":3",                    "\"seq\":99999999999999999" },
        {"\"prev\":5,",                  ""                          },
        {"\"prev\":5",                   "\"prev\":-1"               },
        {"\"prev\":5",                   "\"prev\":null"             },
        {"[3,5]",                        "[5,3]"                     },
        {"[3,5]",                        "[3,3]"                     },
        {"[3,5]",                        "[]"                        },
        {"[3,5]",                        "[-3,5]"                    },
        {"[3,5]",                        "[3,\"5\"]"                 },
        {"[3,5]",                        "3"                         },
        {"erased",                       "Erased"                    },
        {"erased",                       "published"                 },
        {"disclosure",                   "Disclosure"                },
        {"disclosure",                   "公开"                    },
        {"disclosure",                   "\\u0064isclosure"          },
        {"00223",                        ""                          },
        {"00223",                        "00223\\u0000"              },
        {"00223",                        "00/223"                    },
        {"28T",                          "31T"                       },
        {"004Z",                         "004+00:00"                 },
        {"03.004Z",                      "03Z"                       },
        {"e8a6",                         "E8A6"                      },
        {"e8a6",                         "e8a"                       },
        {ID,                             "abc"                       },
        {ID,                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
        {"\"agency\":\"00223\",\"at\":", "\"at\":"                   },
    };
    struct entry read;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *bent = replace(LATER, bad[i].what, bad[i].with);
        if (entry_parse(&cx, bytes_of(bent), &read) != INVALID) fail_msg("taken: %s", bent);
    }
    for (struct bytes cut = {(const unsigned char *)FIRST, 0}; cut.size < strlen(FIRST); cut.size++)
        assert_int_equal(entry_parse(&cx, cut, &read), INVALID);
}

static void an_entry_has_at_most_4_kib(void **state)
{
    int64_t erases[1000];
    struct entry entry = sample(), read;
    struct bytes bytes;
    for (int i = 0; i < 1000; i++) erases[i] = 1000000 + i;
    entry.erases = erases;
    entry.erases_count = 400;
    assert_int_equal(entry_write(&cx, &entry, &bytes), OK);
    assert_int_equal(entry_parse(&cx, bytes, &read), OK);
    entry.erases_count = 1000;
    assert_int_equal(entry_write(&cx, &entry, &bytes), INVALID);
    assert_int_equal(entry_parse(&cx, bytes, &read), INVALID);
}

#define SALT "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define ONE "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
#define TWO "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
#define OBJECT "gongkai-object/1\n" SALT "\n{\"id\":\"a\"}\n" ONE " 3\n" TWO " 0\n"

static void an_object_is_written_and_read(void **state)
{
    struct object object;
    struct bytes again;
    assert_int_equal(object_parse(&cx, bytes_of(OBJECT), &object), OK);
    assert_int_equal(object.files_count, 2);
    assert_int_equal(object.files[0].size, 3);
    assert_int_equal(object.record.size, 10);
    assert_int_equal(object_write(&cx, &object, &again), OK);
    assert_string_equal((const char *)again.data, OBJECT);
    /* The same commitment as in src/record/test_commit.c, from Python. */
    struct hash commit = object_commit(cx.mem, &object);
    assert_string_equal(text_hex(cx.mem, commit.byte, HASH_SIZE),
                        "b2012ee5d1f13e552664f9c8116f34117d3ce47f5963e2caa937ddf73daf8cc0");
    assert_string_equal(
        object_path(cx.mem, "object", commit),
        "object/b2/b2012ee5d1f13e552664f9c8116f34117d3ce47f5963e2caa937ddf73daf8cc0");
}

static void other_objects_are_refused(void **state)
{
    static const struct {
        const char *what, *with;
    } bad[] = {
        {"object/1",   "object/2"              },
        {"object/1\n", "object/1\r\n"          },
        {"0001",       "001"                   },
        {"0a0b",       "0A0B"                  },
        {"{\"id\"",    "[\"id\""               },
        {"}\n",        "\n"                    },
        {"\"a\"",      "\"\x01\""              },
        {"\"a\"",      "\"\xff\""              },
        {" 3\n",       "  3\n"                 },
        {" 3\n",       " 03\n"                 },
        {" 3\n",       " -3\n"                 },
        {" 3\n",       "\t3\n"                 },
        {" 3\n",       " \n"                   },
        {" 3\n",       " 3 \n"                 },
        {" 3\n",       " 9999999999999999999\n"},
        {" 0\n",       " 0"                    },
        {" 0\n",       " 0\n\n"                },
        {"7692",       "769"                   },
    };
    struct object object;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *bent = replace(OBJECT, bad[i].what, bad[i].with);
        if (object_parse(&cx, bytes_of(bent), &object) != INVALID) fail_msg("taken: %s", bent);
    }
    struct bytes zero = {(const unsigned char *)OBJECT "\0\n", sizeof OBJECT + 1};
    assert_int_equal(object_parse(&cx, zero, &object), INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_written_and_read),
        cmocka_unit_test(other_spellings_are_refused),
        cmocka_unit_test(an_entry_has_at_most_4_kib),
        cmocka_unit_test(an_object_is_written_and_read),
        cmocka_unit_test(other_objects_are_refused),
    };
    cx.mem = arena_new("test");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(cx.mem);
    return failed;
}
