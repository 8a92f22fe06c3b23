#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bundle_test.sh ARCHIVE FORBIDDEN_PATH TORCH_DIR: unpacks the bundle elsewhere and runs it with an empty PATH.
set -euo pipefail
archive=$1 forbidden=$2 torch=$3
failures=0
complain() {
    echo "FAILED: $1" >&2
    failures=$((failures + 1))
}

place=$(mktemp -d)
trap 'rm -rf -- "$place"' EXIT
tar -xzf "$archive" -C "$place"
mv "$place"/halyard-* "$place/moved here" # another name, with a space
home="$place/moved here"

size=$(stat -c %s "$archive")
((size <= 40000000)) || complain "the archive is $size bytes, more than 40,000,000"

mapfile -t binaries < <(find "$home" -type f \( -perm -u+x -o -name '*.so*' \))
((${#binaries[@]} >= 5)) || complain "only ${#binaries[@]} programs and libraries in the bundle"
for binary in "${binaries[@]}"; do
    name=${binary#"$home"/}
    paths=$(readelf -d "$binary" | sed -n 's/.*(R\(UN\)\?PATH).*\[\(.*\)\]/\2/p')
    for path in ${paths//:/ }; do
        # shellcheck disable=SC2016
        [[ $path == '$ORIGIN'* ]] || complain "$name looks for libraries in $path, which is not relative to itself"
    done
    if readelf -d "$binary" | grep -qF -- "$forbidden"; then
        complain "$name names $forbidden in its dynamic section"
    fi
    if [[ $name == bin/* || $name == libexec/* ]] && readelf -S "$binary" | grep -q ' \.debug_info'; then
        complain "$name is not stripped"
    fi
done
for library in libc.so libm.so libtorch libc10 libstdc++.so.6; do
    found=$(find "$home/lib" -name "$library*" | head -n 1)
    case $library in
        libstdc++*) [[ -n $found ]] || complain "$library is not in the bundle" ;;
        *) [[ -z $found ]] || complain "$library must not be in the bundle" ;;
    esac
done

env -i PATH= HALYARD_TORCH_DIR="$torch" "$home/bin/halyard" doctor ||
    complain "halyard doctor ended with $? from an unpacked bundle"
if env -i PATH= HALYARD_TORCH_DIR="$place/nowhere" "$home/bin/halyard" doctor >"$place/out" 2>&1; then
    complain "halyard doctor succeeded without LibTorch"
fi
env -i PATH= "$home/bin/halyard-agent" supervise --help >/dev/null ||
    complain "halyard-agent does not start from an unpacked bundle"
if [[ -x $home/libexec/halyard/halyard-worker ]]; then
    missing=$(LD_LIBRARY_PATH="$torch/lib" ldd "$home/libexec/halyard/halyard-worker" | grep 'not found' || true)
    [[ -z $missing ]] || complain "the worker misses $missing"
fi
((failures == 0)) && echo "The bundle of $size bytes runs where it was unpacked."
exit $((failures > 0))
