#!/bin/bash
# usage: tests/fresh_machine.sh [run] [test]     (as root; both without an argument)
# The two commands of README.md on a machine that has Debian 12, git and make and nothing else:
# a debootstrap root, a clone of HEAD, and then what a newcomer types. Not part of `make test`: it
# takes minutes and the network. FRESH_ROOT names the folder, which is made anew each time.
set -eu
cd "$(dirname "$0")/.."
top=$PWD
root=${FRESH_ROOT:-/tmp/gongkai-fresh}
commands=${*:-run test}

say() { printf '\n== %s\n' "$*"; }

make_root() {
    # The mirror and the certificates are the machine's own: a closed network has no others.
    local mirror
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -1)
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --include=git,make bookworm "$root" "$mirror" >"$root.log" ||
        { tail -5 "$root.log"; exit 1; }
    printf 'deb %s %s main\n' "$mirror" bookworm "$mirror" bookworm-updates \
        "${mirror%/debian}/debian-security" bookworm-security >"$root/etc/apt/sources.list"
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    mkdir -p "$root/etc/ssl/certs" "$root/root"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/root/ca.crt"
    git clone -q --no-local "$top" "$root/root/gongkai"
}

# A mount and a process namespace of its own: nothing that was started or mounted stays.
inside() {
    unshare --mount --pid --fork --kill-child sh -ec '
        mount -t proc proc "$0/proc"
        mount -t tmpfs tmpfs "$0/tmp"
        mount -t tmpfs tmpfs "$0/dev/shm" 2>/dev/null || { mkdir -p "$0/dev/shm" && mount -t tmpfs tmpfs "$0/dev/shm"; }
        exec chroot "$0" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            HOME=/root LANG=C.UTF-8 CI=true NODE_EXTRA_CA_CERTS=/root/ca.crt \
            npm_config_cafile=/root/ca.crt sh -ec "$1"' "$root" "cd /root/gongkai && $1"
}

try_run() {
    say "make run"
    inside 'if command -v gcc || command -v node; then echo "not a fresh machine"; exit 1; fi' || exit 1
    local began=$SECONDS log=$root.run.log address=
    inside 'exec make run SERVE="--portal 127.0.0.1:0 --office localhost:0"' >"$log" 2>&1 &
    local job=$!
    while kill -0 $job 2>/dev/null && [ $((SECONDS - began)) -lt 1200 ]; do
        address=$(sed -n 's/^portal \(http:[^ ]*\).*/\1/p' "$log" | head -1)
        [ -z "$address" ] || break
        sleep 1
    done
    if [ -z "$address" ] || ! curl -fsS -o /dev/null "$address/"; then
        tail -50 "$log"
        pkill -KILL -P $job || true
        say "make run: failed"
        exit 1
    fi
    echo "the portal answers at $address after $((SECONDS - began)) s, packages and build included"
    inside 'if command -v node || command -v chromium; then echo "make run needed Node"; exit 1; fi'
    # unshare leaves SIGTERM to what it runs; killed, it takes everything in its namespaces along
    pkill -KILL -P $job
    wait $job 2>/dev/null || true
}

try_test() {
    say "make test"
    local began=$SECONDS
    inside 'make test' 2>&1 | tee "$root.test.log" | grep -E '^(ok|not ok|    |installing|[0-9]+ passed)' || true
    tail -1 "$root.test.log" | grep -Eq '^[1-9][0-9]* passed, 0 failed$' ||
        { tail -30 "$root.test.log"; say "make test: failed"; exit 1; }
    echo "make test took $((SECONDS - began)) s"
}

say "a fresh Debian 12 in $root"
make_root
for command in $commands; do "try_$command"; done
