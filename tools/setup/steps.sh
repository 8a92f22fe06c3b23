# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run, ./test, .ci/run and tools/ci: steps with their times, and how a failure becomes one sentence.
# Needs: root (the source tree).

log_dir="$root/build/log"

nowMilliseconds() {
    local microseconds=${EPOCHREALTIME//[.,]/}
    echo $((microseconds / 1000))
}

# report START_MS TEXT: the line "[  12.3 s] TEXT".
report() {
    local elapsed=$(($(nowMilliseconds) - $1))
    printf '[%4d.%d s] %s\n' $((elapsed / 1000)) $((elapsed % 1000 / 100)) "$2"
}

# fail SENTENCE: the last thing the user reads.
fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# explain LOG WHAT: the sentence for a step whose output is in LOG.
explain() {
    local log=$1 what=$2
    if grep -qE 'No space left on device|Errno 28|enough free space|Disk quota exceeded' "$log"; then
        echo "The disk is full ($what): free some room below $root and in ${TMPDIR:-/tmp}, then run this again."
    elif grep -qE 'password is required|terminal is required|not in the sudoers|not allowed to execute|incorrect password' "$log"; then
        echo "sudo refused ($what): run this as root, or as a user whom sudo lets run apt-get."
    elif grep -qE 'Temporary failure|Could not resolve|Name or service not known|NameResolutionError|NewConnectionError|Network is unreachable|Could not connect|Connection refused|Connection timed out|ConnectTimeout|Read timed out|Max retries exceeded|ProxyError|SSLError|Failed to fetch|Connection failed|from versions: none' "$log"; then
        echo "No network ($what; details in ${log#"$root"/}): connect this machine and run this again."
    elif grep -qE 'Could not get lock|is another process using it' "$log"; then
        echo "Another package manager is at work ($what): run this again when it is done."
    else
        echo "$what failed; the whole output is in ${log#"$root"/}."
    fi
}

# step TEXT WHAT COMMAND...: runs COMMAND quietly, its output kept in build/log/, and prints its line. When it fails,
# the end of the output and one sentence about WHAT follow.
step() {
    local text=$1 what=$2 start log
    shift 2
    start=$(nowMilliseconds)
    log="$log_dir/$(printf '%s' "$what" | tr -cs 'A-Za-z0-9.' '_').log"
    if ! "$@" </dev/null >"$log" 2>&1; then
        local sentence
        sentence=$(explain "$log" "$what")
        if [[ $sentence == *"the whole output is in"* ]]; then
            tail -n 30 "$log" >&2
        fi
        fail "$sentence"
    fi
    report "$start" "$text"
}

# How many compilers at once: one a core, but 2 GB of memory each.
compileJobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable/ {print int($2 / 2000000)}' /proc/meminfo 2>/dev/null || echo "$cores")
    ((memory < 1)) && memory=1
    echo $((cores < memory ? cores : memory))
}

# openTree: build/log exists and is ours, and nobody else installs or builds in this tree until closeTree.
openTree() {
    if ! mkdir -p "$log_dir" 2>/dev/null || [[ ! -w $log_dir || ! -w $root/build ]] ||
        [[ -e $root/.venv && ! -w $root/.venv ]]; then
        if mkdir -p "$log_dir" 2>&1 | grep -q 'No space left'; then
            fail "The disk is full: nothing can be written below $root; free some space and run this again."
        fi
        fail "$(id -un) cannot write below $root (build/ or .venv/ may belong to another user, such as root); take them over with chown, or use a tree of your own."
    fi
    exec 9>"$root/build/setup.lock"
    if ! flock -n 9; then
        echo "Waiting for another ./run or ./test in this tree ..."
        flock 9
    fi
    export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(compileJobs)}
}

closeTree() {
    exec 9>&-
}
