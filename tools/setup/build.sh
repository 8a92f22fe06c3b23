# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: configuring and building the presets. Needs steps.sh and python.sh.
# The release folder is shared by ./run (no tests, so no GoogleTest) and ./test: only the options differ, not the
# compile lines, so neither makes the other compile anything again.

configure() { # PRESET [-D...]
    (cd -- "$root" && cmake --preset "$@")
}

# buildWaist: the command line alone, which needs no LibTorch.
buildWaist() {
    step "Configured without LibTorch" "configuring" \
        configure release -DHALYARD_BUILD_WORKER=OFF -DHALYARD_BUILD_TESTS=OFF
    step "Compiled the command line" "compiling the command line" \
        cmake --build "$root/build/release" --target halyard
}

# buildPrograms: the command line and the worker.
buildPrograms() {
    local tests=OFF
    if grep -qx 'HALYARD_BUILD_TESTS:BOOL=ON' "$root/build/release/CMakeCache.txt" 2>/dev/null; then
        tests=ON
    fi
    step "Configured" "configuring" configure release -DHALYARD_BUILD_WORKER=ON -DHALYARD_BUILD_TESTS=$tests \
        -DHALYARD_TORCH_DIR="$(torchFolder)"
    step "Compiled halyard and halyard-worker" "compiling" \
        cmake --build "$root/build/release" --target halyard halyard_worker
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
