#include "app/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Debian 12's headers know ABI 2; the kernel may know more (SPIKE §4). */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#define FS_IOCTL_DEV (1ULL << 15)
#define NET_BIND_TCP (1ULL << 0)
#define NET_CONNECT_TCP (1ULL << 1)
#define SCOPE_ABSTRACT_SOCKET (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1)

/* Its size must be the one the ABI knows: 8, 16 or 24 bytes. */
struct ruleset {
    uint64_t fs, net, scoped;
};

enum {
    READ_IT = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    ADD_TO_IT = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG,
    OWN_IT = READ_IT | ADD_TO_IT | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE,
    /* rename and link between folders need REFER on both sides, else EXDEV */
    LETTER_DESK = OWN_IT | LANDLOCK_ACCESS_FS_REFER,
    LETTER_BOX = READ_IT | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER,
};

static uint64_t handled_by(int abi)
{
    uint64_t fs = (1ULL << 13) - 1;
    if (abi >= 2) fs |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3) fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    if (abi >= 5) fs |= FS_IOCTL_DEV;
    return fs;
}

static enum status allow(struct context *cx, int ruleset, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = rights};
    beneath.parent_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (beneath.parent_fd < 0) return fault(cx, "sandbox: %s: %s", path, strerror(errno));
    long done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
    return done == 0 ? OK : fault(cx, "sandbox: rule for %s: %s", path, strerror(errno));
}

static enum status allow_folders(struct context *cx, const struct installation *at, int ruleset,
                                 uint64_t handled)
{
    const struct {
        const char *path;
        uint64_t rights;
    } rows[] = {
        {at->ledger,     READ_IT    },
        {at->capsule,    READ_IT    },
        {at->portal,     OWN_IT     },
        {at->intake_tmp, LETTER_DESK},
        {at->intake_new, LETTER_BOX },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        TRY(allow(cx, ruleset, rows[i].path, rows[i].rights & handled));
    return OK;
}

static enum status enter_landlock(struct context *cx, const struct installation *at, int most_abi)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 2) return fault(cx, "sandbox: this kernel has no Landlock (version %ld)", abi);
    if (most_abi && abi > most_abi) abi = most_abi;
    struct ruleset rules = {.fs = handled_by((int)abi)};
    size_t size = sizeof rules.fs;
    /* No TCP rule: the socket already listens, and seccomp has no connect and no socket. */
    if (abi >= 4) size = 2 * sizeof rules.fs, rules.net = NET_BIND_TCP | NET_CONNECT_TCP;
    if (abi >= 6) size = sizeof rules, rules.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (ruleset < 0) return fault(cx, "sandbox: Landlock: %s", strerror(errno));
    enum status status = allow_folders(cx, at, ruleset, rules.fs);
    if (status == OK && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        status = fault(cx, "sandbox: Landlock: %s", strerror(errno));
    close(ruleset);
    return status;
}

/* By number, so that the list is the same on arm64, where the old calls do not exist. What is not
 * here answers EPERM: truncate, chmod, chown, xattr, utime, openat2, kill, ptrace, process_vm,
 * pidfd, socket, connect, execve and all the rest. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(ftruncate),
    SCMP_SYS(getdents64),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(getcwd),
    SCMP_SYS(dup),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(fallocate),
    SCMP_SYS(sendfile),
    SCMP_SYS(fcntl),
    SCMP_SYS(flock),
    SCMP_SYS(pipe2),
    SCMP_SYS(eventfd2),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigtimedwait),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(shutdown),
    SCMP_SYS(getsockopt),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockname),
    SCMP_SYS(getpeername),
    SCMP_SYS(inotify_init1),
    SCMP_SYS(inotify_add_watch),
    SCMP_SYS(inotify_rm_watch),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(prlimit64),
    SCMP_SYS(fadvise64),
};

enum { THREAD_ONLY = 0x00010000 /* CLONE_THREAD */ };

static int add_rules(scmp_filter_ctx filter)
{
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    /* open never truncates: an existing letter cannot be emptied through a second open */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                              SCMP_A2(SCMP_CMP_MASKED_EQ, O_TRUNC, 0));
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                              SCMP_A1(SCMP_CMP_MASKED_EQ, O_TRUNC, 0));
    /* threads, not processes; clone3 hides its flags in memory, so glibc must fall back */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, THREAD_ONLY, THREAD_ONLY));
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                              SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    /* glibc asks whether a descriptor is a terminal, the server how much is queued */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                              SCMP_A1(SCMP_CMP_EQ, FIONREAD));
    wrong |=
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, FIONBIO));
    /* a thread may signal its own process (abort), nobody else */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                              SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
    return wrong;
}

/* SQLite as root chowns its side files to the owner of the database: as it already is. */
static int add_root_rules(scmp_filter_ctx filter)
{
    if (geteuid() != 0) return 0;
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(0), SCMP_SYS(fchown), 0);
}

static enum status enter_seccomp(struct context *cx)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return fault(cx, "sandbox: seccomp_init");
    int wrong = add_rules(filter) | add_root_rules(filter);
    if (!wrong) wrong = seccomp_load(filter);
    seccomp_release(filter);
    return wrong ? fault(cx, "sandbox: seccomp: %s", strerror(-wrong)) : OK;
}

enum status sandbox_enter_portal(struct context *cx, const struct installation *at, int most_abi)
{
    umask(022);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fault(cx, "sandbox: no_new_privs");
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return fault(cx, "sandbox: dumpable");
    TRY(enter_landlock(cx, at, most_abi));
    return enter_seccomp(cx);
}
