/* What must hold for every kind there is, from its tables alone: a new kind is tested here without
 * a line of its own (DESIGN §6). */
#include <stdio.h>

#include "app/test_house.h"
#include "web/message.h"

/* ---- the tables themselves ------------------------------------------------------------------- */

static void tables_are_right(void **state)
{
    for (size_t i = 0; kind_at(i); i++) {
        const char *wrong = kind_check(house.mem, kind_at(i));
        if (wrong) fail_msg("%s", wrong);
        assert_ptr_equal(kind_by_name(kind_at(i)->name), kind_at(i)); /* no name twice */
        for (size_t f = 0; f < kind_at(i)->field_count; f++) {
            const struct field *field = &kind_at(i)->fields[f];
            if (field->type == REF && !text_equal(field->of, "item") && !kind_by_name(field->of))
                fail_msg("%s.%s: refers to unknown kind %s", kind_at(i)->name, field->name,
                         field->of);
        }
    }
}

static void mark_reached(const struct workflow *flow, bool *reached)
{
    bool more = true;
    reached[0] = true;
    while (more) {
        more = false;
        for (size_t m = 0; m < flow->move_count; m++) {
            const struct move *move = &flow->moves[m];
            if (reached[move->to] || (move->from != ANY_STATE && !reached[move->from])) continue;
            reached[move->to] = more = true;
        }
    }
}

static bool is_left(const struct workflow *flow, int state)
{
    for (size_t m = 0; m < flow->move_count; m++)
        if (flow->moves[m].from == state || flow->moves[m].from == ANY_STATE) return true;
    return false;
}

/* "superseded" is entered by the release of the next edition, not by a move of its own. */
static void every_state_is_reached_and_left(void **state)
{
    for (size_t i = 0; kind_at(i); i++) {
        const struct workflow *flow = kind_at(i)->workflow;
        bool reached[64] = {false};
        if (!flow->move_count) continue;
        mark_reached(flow, reached);
        for (size_t s = 0; s < flow->state_count; s++) {
            const struct state *at = &flow->states[s];
            if (!reached[s] && !text_equal(at->word, "superseded"))
                fail_msg("%s: %s is never reached", kind_at(i)->name, at->word);
            if (!(at->flags & ENDED) && !is_left(flow, (int)s))
                fail_msg("%s: %s is never left", kind_at(i)->name, at->word);
            if (*at->zh == '\0' || *at->en == '\0')
                fail_msg("%s: %s has no label", kind_at(i)->name, at->word);
        }
    }
}

static void expect_message(const struct kind *kind, const char *id)
{
    if (!message_known(id)) fail_msg("%s: messages/*/ lack %s", kind->name, id);
}

/* That both languages have what one has is the message compiler's work. */
static void every_sentence_is_there(void **state)
{
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        for (size_t m = 0; m < kind->workflow->move_count; m++) {
            const struct move *move = &kind->workflow->moves[m];
            expect_message(kind, arena_format(house.mem, "move.%s", move->verb));
            if (!(move->flags & NOT_A_BUTTON))
                expect_message(kind, arena_format(house.mem, "move.%s.will", move->verb));
        }
        for (size_t f = 0; f < kind->field_count; f++)
            if (kind->fields[f].hint) expect_message(kind, kind->fields[f].hint);
    }
}

/* ---- the canonical record and back ----------------------------------------------------------- */

enum { WORDS = 3, ROUNDS = 6 };

static void generate(const struct field *field, void *rec, int round)
{
    static const char *const texts[] = {"一",
                                        "a\"b\\c/d",
                                        "é ñ 𠮷 😀",
                                        "<script>&amp;</script>",
                                        "{\"kind\":\"x\"}",
                                        " \u2028 \u200b"};
    static const int64_t numbers[] = {0, 1, -1, 9007199254740991, -9007199254740991, 42};
    const char *text = texts[round];
    switch (field->type) {
    case TEXT:
        field_set_text(field, rec, text);
        return;
    case BODY:
        field_set_text(field, rec, arena_format(house.mem, "# %s\n\n- %s\n\t|x|\n", text, text));
        return;
    case WORD: {
        size_t count = 0;
        while (field->words[count].word) count++;
        field_set_text(field, rec, field->words[(size_t)round % count].word);
        return;
    }
    case REF:
        field_set_text(field, rec, id_new(house.mem));
        return;
    case DATE:
        field_set_number(field, rec, date_of(1949 + 20 * round, 2, 28).day);
        return;
    case TIME:
        field_set_number(field, rec, 1254099900123 + round);
        return;
    case INT:
        field_set_number(field, rec, numbers[round]);
        return;
    case MONEY:
        field_set_number(field, rec, 1999 * round);
        return;
    case BOOL:
        field_set_number(field, rec, round % 2);
        return;
    }
}

static void expect_same(const struct kind *kind, const void *rec, const void *public_rec)
{
    for (size_t i = 0; i < kind->public_field_count; i++) {
        const struct field *to = &kind->public_fields[i], *from = kind_field(kind, to->name);
        bool same = field_is_text(to)
                        ? text_equal(field_text(to, public_rec), field_text(from, rec))
                        : field_number(to, public_rec) == field_number(from, rec);
        if (!same)
            fail_msg("%s.%s: \"%s\" came back as \"%s\"", kind->name, to->name,
                     field_write(house.mem, from, rec), field_write(house.mem, to, public_rec));
    }
}

static void round_trip(const struct kind *kind, int round)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    struct record_file *files;
    struct bytes bytes, again;
    void *back;
    record_init(kind, rec);
    rec->id = id_new(house.mem);
    rec->number = "2009-00001";
    rec->edition = round + 1;
    for (size_t i = 0; round < ROUNDS && i < kind->field_count; i++)
        generate(&kind->fields[i], rec, round);
    assert_int_equal(record_canonical(&house.cx, rec, &bytes), OK);
    if (record_parse(&house.cx, bytes, &back, &files) != OK)
        fail_msg("%s: %s", kind->name, (const char *)bytes.data);
    assert_string_equal(((struct record *)back)->id, rec->id);
    assert_int_equal(((struct record *)back)->edition, rec->edition);
    expect_same(kind, rec, back);
    assert_int_equal(record_canonical(&house.cx, rec, &again), OK);
    assert_int_equal(bytes.size, again.size);
    assert_memory_equal(bytes.data, again.data, bytes.size);
}

static void public_fields_come_back(void **state)
{
    for (size_t i = 0; kind_at(i); i++)
        for (int round = 0; round <= ROUNDS; round++) /* the last one: everything is absent */
            if (!(kind_at(i)->flags & INTERNAL)) round_trip(kind_at(i), round);
}

/* ---- nothing of the office leaves it (H5) ---------------------------------------------------- */

static const char CANARY[] = "canary7f3a", PERSONAL_CANARY[] = "canary7f3a-personal";

static void expect_clean(struct bytes bytes, const char *where)
{
    const unsigned char *at = memmem(bytes.data, bytes.size, CANARY, strlen(CANARY));
    if (at) fail_msg("%s holds %.60s", where, (const char *)at);
}

/* Changing the fields leaves names in history, and nothing else. */
static void change_secrets(struct record *rec)
{
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->visibility == PUBLIC || !field_is_text(field) || field->type == REF) continue;
        if (field->flags & BOUND) continue; /* never changes */
        if (!strstr(field_text(field, rec), CANARY)) continue;
        field_set_text(field, rec, arena_format(house.mem, "%s!", field_text(field, rec)));
    }
    if (!(record_state(rec)->flags & EDITABLE)) return;
    house_act_as_maker(rec->kind, rec->agency);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house.cx.actor = NULL;
}

/* Every kind, released; and where the way is the common one, another suspended. */
static void make_records(void)
{
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!kind->workflow->move_count) continue;
        struct record *rec = house_draft(kind, PROVINCE, CANARY);
        change_secrets(rec);
        if (!house_can_take(kind)) continue;
        house_take(rec, "released");
        struct bytes bytes;
        assert_int_equal(record_canonical(&house.cx, rec, &bytes), OK);
        expect_clean(bytes, "the canonical record");
        rec = house_draft(kind, PROVINCE, CANARY);
        house_take(rec, "suspended");
    }
}

enum { PAGES_MAX = 16000 };

struct walk {
    const char *seen[PAGES_MAX];
    size_t count, asked;
};

static void remember(struct walk *walk, const char *address, size_t size)
{
    const char *one = arena_copy_n(house.mem, address, size);
    if (*one != '/' || one[1] == '/' || walk->count == PAGES_MAX) return;
    if (strchr(one, '&')) return; /* one parameter at a time: combinations are endless */
    for (size_t i = 0; i < walk->count; i++)
        if (text_equal(walk->seen[i], one)) return;
    walk->seen[walk->count++] = one;
}

static const char *unescape(const char *address)
{
    struct out out = out_new(house.mem);
    for (; *address; address++) {
        out_char(&out, *address);
        if (text_starts(address, "&amp;")) address += strlen("amp;");
    }
    return out.text;
}

/* What a page links to is public too: languages, twins, next pages, files. */
static void follow_links(struct walk *walk, const char *body)
{
    static const char *const marks[] = {"href=\"", "src=\""};
    for (size_t m = 0; m < COUNT_OF(marks); m++)
        for (const char *at = body; (at = strstr(at, marks[m]));) {
            at += strlen(marks[m]);
            const char *address = unescape(arena_copy_n(house.mem, at, strcspn(at, "\"#")));
            remember(walk, address, strlen(address));
        }
}

static void add_routes(struct walk *walk, const struct record *rec)
{
    static const char *const twins[] = {"", ".json", ".csv", "?lang=en"};
    struct route row;
    for (size_t i = 0; site_route(house.portal_site, i, &row); i++)
        for (size_t t = 0; t < COUNT_OF(twins); t++) {
            const char *address =
                arena_format(house.mem, "%s%s", house_address(row.path, rec), twins[t]);
            if (row.method == HTTP_GET) remember(walk, address, strlen(address));
        }
}

static void add_records(struct walk *walk)
{
    for (size_t i = 0; kind_at(i); i++) {
        struct rows *rows;
        if (!kind_at(i)->workflow->move_count || (kind_at(i)->flags & INTERNAL)) continue;
        const char *text =
            arena_format(house.mem, "SELECT id, agency, number FROM \"%s\"", kind_at(i)->name);
        assert_int_equal(store_query(&house.cx, &(struct sql){"test.all", text}, BIND_NONE, &rows),
                         OK);
        while (rows_next(rows)) {
            struct record rec = {.kind = kind_at(i),
                                 .id = rows_text(rows, 0),
                                 .agency = rows_text(rows, 1),
                                 .number = rows_text(rows, 2)};
            add_routes(walk, &rec);
        }
        assert_int_equal(rows_end(rows), OK);
    }
}

static void walk_portal(void)
{
    struct walk *walk = arena_make(house.mem, struct walk);
    size_t shown = 0;
    add_records(walk);
    while (walk->asked < walk->count) {
        const char *address = walk->seen[walk->asked++];
        struct reply reply = portal_get(address);
        if (reply.status >= 500) fail_msg("%s: %u", address, reply.status);
        expect_clean((struct bytes){(const unsigned char *)reply.body, reply.size}, address);
        if (reply.status == 200) shown++;
        if (reply.status == 200 && strstr(reply.type, "html")) follow_links(walk, reply.body);
    }
    assert_true(walk->count < PAGES_MAX);
    assert_true(shown > COUNT_OF("some pages"));
}

/* Staff may read what is staff's; what is personal stays out of their lists and files as well. */
static void walk_desk_data(void)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk officer admin");
    for (size_t i = 0; kind_at(i); i++) {
        const char *name = kind_at(i)->name;
        const char *const addresses[] = {arena_format(house.mem, "/records/%s.json", name),
                                         arena_format(house.mem, "/records/%s.csv", name)};
        for (size_t a = 0; a < COUNT_OF(addresses); a++)
            if (strstr(visitor_get(clerk, addresses[a]).body, PERSONAL_CANARY))
                fail_msg("%s holds personal data", addresses[a]);
    }
}

static void nothing_of_the_office_leaves_it(void **state)
{
    make_records();
    assert_true(bytes_have(house_bytes(house.at.data), PERSONAL_CANARY)); /* it is in there */
    house_publish();
    expect_clean(house_bytes(house.at.ledger), "ledger/");
    expect_clean(house_bytes(house.at.portal), "portal/");
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE instr(body, CAST('canary7f3a' AS"
                                 " BLOB)) > 0"),
                     0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE changed || why || article"
                                 " LIKE '%canary7f3a%'"),
                     0);
    walk_portal();
    walk_desk_data();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(tables_are_right),
        IN_HOUSE(every_state_is_reached_and_left),
        IN_HOUSE(every_sentence_is_there),
        IN_HOUSE(public_fields_come_back),
        IN_HOUSE(nothing_of_the_office_leaves_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
