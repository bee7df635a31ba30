#!/bin/bash
# A file system that is really full: what cannot be saved is said with 503, pages are read, and with
# room again work goes on. Needs root, or a kernel that lets users mount in a namespace of their own.
[ -n "${INSIDE:-}" ] || {
    unshare -rm true 2>/dev/null || { echo "ok 1 - a full disk # SKIP cannot mount here"; exit 0; }
    INSIDE=1 exec unshare -rm bash "$0"
}
mount -t tmpfs -o size=24m none "$WORK" || { echo "ok 1 - a full disk # SKIP cannot mount here"; exit 0; }
exec python3 "$(dirname "$0")/full_disk.py"
