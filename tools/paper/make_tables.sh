#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The tables of resources/paper from the published logs: make_tables.sh HALYARD LOGS
# HALYARD is the built program, LOGS the folder with layer_sweep_hypenet-2b and layer_sweep_hypenet-4b.
set -eu
tables=$(cd "$(dirname "$0")/../../resources/paper" && pwd)
for size in 2b 4b; do
    "$1" select table --sweep "$2/layer_sweep_hypenet-$size" --out "$tables/hypenet-$size.json" --name "hypenet-$size" \
        --mixer lightning-attn --license GPL-3.0-or-later \
        --note "Means and printed standard errors, read from the layer-sweep logs published with HALO and HypeNet (arXiv 2601.22156)." \
        --note "Layer N is the teacher with the mixer of layer N replaced by lightning attention."
done
