#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "http/private.h"

static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};

struct http_address address_of(const void *sockaddr)
{
    struct http_address address = {0};
    const struct sockaddr *any = sockaddr;
    if (any->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = sockaddr;
        memcpy(address.bytes, v4_prefix, sizeof v4_prefix);
        memcpy(address.bytes + 12, &v4->sin_addr, 4);
    } else if (any->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = sockaddr;
        memcpy(address.bytes, &v6->sin6_addr, 16);
    }
    return address;
}

bool http_address_parse(const char *text, struct http_address *ret_address)
{
    struct http_address address = {0};
    if (inet_pton(AF_INET6, text, address.bytes) == 1) {
        *ret_address = address;
        return true;
    }
    memcpy(address.bytes, v4_prefix, sizeof v4_prefix);
    if (inet_pton(AF_INET, text, address.bytes + 12) != 1) return false;
    *ret_address = address;
    return true;
}

bool http_address_is_loopback(const struct http_address *address)
{
    static const unsigned char v6[16] = {[15] = 1};
    bool is_v4 = memcmp(address->bytes, v4_prefix, sizeof v4_prefix) == 0;
    return is_v4 ? address->bytes[12] == 127 : memcmp(address->bytes, v6, sizeof v6) == 0;
}

const char *http_address_text(struct arena *mem, const struct http_address *address)
{
    char text[INET6_ADDRSTRLEN] = "?";
    if (memcmp(address->bytes, v4_prefix, sizeof v4_prefix) == 0)
        inet_ntop(AF_INET, address->bytes + 12, text, sizeof text);
    else
        inet_ntop(AF_INET6, address->bytes, text, sizeof text);
    return arena_copy(mem, text);
}

/* "[host]:port" or "host:port" */
static bool split_address(struct arena *mem, const char *address, char **ret_host, char **ret_port)
{
    const char *colon = strrchr(address, ':');
    int64_t port;
    if (!colon || !text_to_int(colon + 1, &port) || port < 0 || port > 65535) return false;
    size_t size = (size_t)(colon - address);
    if (size >= 2 && address[0] == '[' && address[size - 1] == ']') {
        address++;
        size -= 2;
    }
    *ret_host = arena_copy_n(mem, address, size);
    *ret_port = arena_copy(mem, colon + 1);
    return true;
}

static int listen_at(const struct addrinfo *at)
{
    int yes = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0) return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

enum status http_listen(struct context *cx, const char *address, int *ret_fd)
{
    char *host, *port;
    struct addrinfo *found = NULL;
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    if (!split_address(cx->mem, address, &host, &port))
        return issue(cx, "address", "http.address", address);
    if (getaddrinfo(*host ? host : NULL, port, &wanted, &found) != 0 || !found)
        return issue(cx, "address", "http.address", address);
    /* A name may have both families: IPv4 first, as a browser falls back to it. */
    const struct addrinfo *best = found;
    for (const struct addrinfo *at = found; at; at = at->ai_next)
        if (at->ai_family == AF_INET) {
            best = at;
            break;
        }
    int fd = listen_at(best);
    int why = errno;
    freeaddrinfo(found);
    if (fd < 0) return issue(cx, "address", "http.listen", strerror(why));
    *ret_fd = fd;
    return OK;
}

enum status http_bound_port(struct context *cx, int fd, unsigned *ret_port)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        return fault(cx, "getsockname: %s", strerror(errno));
    *ret_port = at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&at)->sin6_port)
                                         : ntohs(((struct sockaddr_in *)&at)->sin_port);
    return OK;
}
