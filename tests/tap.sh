# For the end-to-end scripts: TAP from the shell. Source it; end with `finish`.
#
#     check "what is true" command arguments…        # ok when the command succeeds
#     check "what is refused" exits 2 command …      # ok when it ends with just this code
count=0
bad=0

check() {
    local what=$1
    shift
    count=$((count + 1))
    if "$@" >"$WORK/said" 2>&1; then # not in a subshell: `serve` sets variables
        echo "ok $count - $what"
    else
        bad=1
        echo "not ok $count - $what"
        sed 's/^/    /' "$WORK/said"
    fi
}

exits() {
    local wanted=$1 code=0
    shift
    "$@" || code=$?
    [ "$code" = "$wanted" ] || { echo "ended with $code, not $wanted"; return 1; }
}

# The command says this (a regular expression) on either output; its exit code is not looked at.
says() {
    local pattern=$1 out
    shift
    out=$("$@" 2>&1) || true
    grep -Eq -- "$pattern" <<<"$out" || { printf 'does not say %s:\n%s\n' "$pattern" "$out"; return 1; }
}

# Starts `gongkai serve DIR`; sets server (its process), portal and office (addresses).
serve() {
    "$GONGKAI" serve "$1" --portal 127.0.0.1:0 --office localhost:0 >"$WORK/serve.out" 2>"$WORK/serve.err" &
    server=$!
    for _ in $(seq 600); do
        portal=$(sed -n 's|^portal \(http:[^ ]*[^ /]\)/\{0,1\}$|\1|p' "$WORK/serve.out")
        office=$(sed -n 's|^office \(http:[^ ]*[^ /]\)/\{0,1\}$|\1|p' "$WORK/serve.out")
        [ -z "$portal" ] || [ -z "$office" ] || return 0
        kill -0 $server 2>/dev/null || break
        sleep 0.1
    done
    cat "$WORK/serve.err"
    return 1
}

finish() {
    [ $count -gt 0 ] && exit $bad
    echo "no test ran"
    exit 1
}
