#!/bin/bash
# What happens to the addresses, and to the confinement, when a process is killed.
set -u
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
data=$WORK/data

answers() { curl -s -m 5 -o /dev/null "$1"; }
both_answer() { # within ten seconds
    for _ in $(seq 50); do
        answers "$portal/" && answers "$office/sign-in" && return 0
        sleep 0.2
    done
    cat "$WORK/serve.err"
    return 1
}
children() { pgrep -P "$server"; }
portal_process() {
    for child in $(children); do
        grep -q '^Seccomp:.*2$' "/proc/$child/status" && { echo "$child"; return 0; }
    done
    return 1
}
office_process() { children | grep -vx "$(portal_process)"; }
settled() { # the same two processes for three seconds: restarted ones stay
    sleep 1
    local before after
    before=$(children | xargs)
    sleep 3
    after=$(children | xargs)
    [ "$before" = "$after" ] && [ "$(wc -w <<<"$after")" = 2 ] ||
        { echo "before: $before, after: $after"; cat "$WORK/serve.err"; return 1; }
}
holds_nothing() { # of the office's: database, keys, listener
    ls -l "/proc/$(portal_process)/fd" >"$WORK/fd"
    ! grep -E 'office\.db|/keys/|/blob/' "$WORK/fd" &&
        [ "$(grep -c 'socket:' "$WORK/fd")" = 1 ] || { cat "$WORK/fd"; return 1; }
}
killed() { for process in "$@"; do kill -9 "$process" || return 1; done; }
all_gone() {
    for _ in $(seq 50); do
        ps -o pid= -p "$(tr ' ' ',' <<<"$*")" >"$WORK/left" || return 0
        sleep 0.2
    done
    cat "$WORK/left"
    return 1
}

"$GONGKAI" init "$data" --agency 002232139 >/dev/null || exit 1
check "it serves" serve "$data"
check "the portal holds nothing of the office's" holds_nothing
check "the office is killed" killed "$(office_process)"
check "both addresses answer again" both_answer
check "and what was restarted stays" settled
check "the portal is killed" killed "$(portal_process)"
check "both addresses answer again" both_answer
check "and what was restarted stays" settled
check "a restarted portal holds nothing of the office's" holds_nothing
check "both are killed at once" killed $(children)
check "both addresses answer again" both_answer
check "and what was restarted stays" settled
orphans=$(children | xargs)
check "the parent is killed" killed "$server"
check "nobody is left" all_gone $orphans
check "it serves once more" serve "$data"
kill -TERM "$server"
check "SIGTERM ends it with 0" wait "$server"
finish
