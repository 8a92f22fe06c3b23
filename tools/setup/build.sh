# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: configuring and building the presets. Needs steps.sh and python.sh.
# The release folder is shared by ./run (no tests, so no GoogleTest) and ./test: only the options differ, not the
# compile lines, so neither makes the other compile anything again.

configure() { # PRESET [-D...]
    (cd -- "$root" && cmake --preset "$@")
}

# isBuilt PROGRAM...: whether the release folder holds these already.
isBuilt() {
    local program
    for program in "$@"; do
        [[ -x $root/build/release/bin/$program ]] || return 1
    done
}

# buildWaist [--desktop]: what needs no LibTorch: the command line and the agent, and the workbench where it is asked for.
buildWaist() {
    local desktop=() targets=(halyard halyard_agent) what="the command line and the agent"
    if [[ ${1:-} == --desktop ]]; then
        desktop=(-DHALYARD_BUILD_DESKTOP=ON)
        targets+=(halyard_workbench)
        what="the workbench and its agent"
    fi
    # A folder that is configured already keeps its worker.
    if ! isBuilt "${targets[@]//_/-}"; then
        step "Configured without LibTorch" "configuring" \
            configure release -DHALYARD_BUILD_WORKER=OFF -DHALYARD_BUILD_TESTS=OFF "${desktop[@]}"
    fi
    step "Compiled $what" "compiling $what" cmake --build "$root/build/release" --target "${targets[@]}"
}

# buildPrograms: the command line, the agent and the worker, and the workbench where it was configured.
buildPrograms() {
    local tests=OFF targets=(halyard halyard_agent halyard_worker)
    if grep -qx 'HALYARD_BUILD_TESTS:BOOL=ON' "$root/build/release/CMakeCache.txt" 2>/dev/null; then
        tests=ON
    fi
    if isBuilt halyard-workbench; then
        targets+=(halyard_workbench)
    fi
    step "Configured" "configuring" configure release -DHALYARD_BUILD_WORKER=ON -DHALYARD_BUILD_TESTS=$tests \
        -DHALYARD_TORCH_DIR="$(torchFolder)"
    step "Compiled the programs, halyard-worker among them" "compiling" \
        cmake --build "$root/build/release" --target "${targets[@]}"
}

# buildTests PRESET TARGET: the programs and the tests of a preset.
buildTests() {
    step "Configured $1" "configuring $1" configure "$1" -DHALYARD_BUILD_WORKER=ON -DHALYARD_BUILD_TESTS=ON \
        -DHALYARD_BUILD_DESKTOP=ON -DHALYARD_TORCH_DIR="$(torchFolder)"
    step "Compiled $1" "compiling $1" cmake --build "$root/build/$1" --target "$2"
}

# runTests PRESET [ctest arguments]: CTest speaks for itself.
runTests() {
    local preset=$1 start
    shift
    start=$(nowMilliseconds)
    (cd -- "$root" && ctest --preset "$preset" -j "$CMAKE_BUILD_PARALLEL_LEVEL" "$@") </dev/null ||
        fail "Tests of the preset $preset failed; run \"ctest --preset $preset --rerun-failed\" to see them again."
    report "$start" "Tests of the preset $preset passed"
}
