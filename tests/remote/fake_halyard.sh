#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Stands in for halyard in tests of jobs: counts its starts and does what its arguments name.
echo "$*" >> "$HALYARD_TEST_STARTS"
case "$1" in
    export)
        i=0
        while [ $i -lt 40 ]; do
            i=$((i + 1))
            printf 'export: %d of 40 tensors\n' $i >&2
        done
        printf '\033[31mred\033[0m <b>bold</b>\n' >&2
        echo '{"folder": "exports/one", "tensors": 40}'
        ;;
    data)
        echo 'halyard-worker: corpus.txt: not valid UTF-8 at byte 7; write it as UTF-8.' >&2
        exit 2
        ;;
    demo)
        trap 'echo asked to end >&2; exit 130' TERM
        echo working >&2
        while :; do sleep 0.05; done
        ;;
    run)
        kill -KILL $$
        ;;
esac
