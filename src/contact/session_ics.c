#include "contact/session_ics.h"

#include <string.h>

#include "base/text.h"

enum { LINE_OCTETS = 75 };

/* Folded: what continues a line begins with a space, which counts. */
static void put_line(struct ics *ics, const char *line)
{
    size_t used = 0;
    for (const char *at = line; *at;) {
        uint32_t character;
        size_t size = text_next(at, &character);
        if (!size) break;
        if (used + size > LINE_OCTETS) {
            out_text(&ics->out, "\r\n ");
            used = 1;
        }
        out_bytes(&ics->out, at, size);
        used += size;
        at += size;
    }
    out_text(&ics->out, "\r\n");
}

static void put_text(struct ics *ics, const char *name, const char *text)
{
    struct out out = out_new(ics->out.mem);
    if (text_empty(text)) return;
    out_format(&out, "%s:", name);
    for (const char *at = text; *at; at++) {
        if (*at == '\n')
            out_text(&out, "\\n");
        else if (*at == '\\' || *at == ',' || *at == ';')
            out_format(&out, "\\%c", *at);
        else if (*at != '\r')
            out_char(&out, *at);
    }
    put_line(ics, out.text);
}

/* 20090928T010203Z: UTC, so that no reader needs our time zone. */
static void put_moment(struct ics *ics, const char *name, struct moment at)
{
    const char *iso = moment_iso(ics->out.mem, at);
    put_line(ics, arena_format(ics->out.mem, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ", name, iso, iso + 5,
                               iso + 8, iso + 11, iso + 14, iso + 17));
}

struct ics ics_begin(struct arena *mem, const char *name)
{
    struct ics ics = {out_new(mem)};
    put_line(&ics, "BEGIN:VCALENDAR");
    put_line(&ics, "VERSION:2.0");
    put_line(&ics, "PRODID:-//Gongkai//Sessions//ZH");
    put_line(&ics, "CALSCALE:GREGORIAN");
    put_line(&ics, "METHOD:PUBLISH");
    put_text(&ics, "X-WR-CALNAME", name);
    return ics;
}

void ics_event(struct ics *ics, const struct ics_event *event)
{
    struct arena *mem = ics->out.mem;
    put_line(ics, "BEGIN:VEVENT");
    put_line(ics, arena_format(mem, "UID:%s@gongkai", event->uid));
    put_moment(ics, "DTSTAMP", event->changed_at);
    put_moment(ics, "LAST-MODIFIED", event->changed_at);
    put_moment(ics, "DTSTART", event->begins_at);
    put_moment(ics, "DTEND", event->ends_at);
    put_line(ics, arena_format(mem, "SEQUENCE:%lld", (long long)event->sequence));
    put_line(ics, event->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    put_text(ics, "SUMMARY", event->title);
    put_text(ics, "LOCATION", event->place);
    put_text(ics, "CATEGORIES", event->sort);
    put_text(ics, "DESCRIPTION", event->text);
    if (!text_empty(event->url)) put_line(ics, arena_format(mem, "URL:%s", event->url));
    put_line(ics, "END:VEVENT");
}

struct bytes ics_end(struct ics *ics)
{
    put_line(ics, "END:VCALENDAR");
    return out_taken(&ics->out);
}
