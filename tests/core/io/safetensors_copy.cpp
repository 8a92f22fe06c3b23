// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a safetensors file and writes its tensors and metadata into a new one.   safetensors_copy FROM TO
#include "core/base/error.h"
#include "core/io/safetensors.h"

#include <cstdio>

int main(int count, char** arguments) {
    if (count != 3) {
        return 2;
    }
    try {
        const halyard::SafetensorsFile from(arguments[1]);
        std::vector<halyard::SafetensorsWriter::Declaration> tensors;
        for (const halyard::TensorInfo& tensor : from.tensors()) {
            tensors.push_back({tensor.name, tensor.dtype, tensor.shape});
        }
        halyard::SafetensorsWriter to(arguments[2], tensors, from.metadata());
        for (const halyard::TensorInfo& tensor : from.tensors()) {
            to.append(from.bytes(tensor));
        }
        to.commit();
    } catch (const halyard::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return error.exitCode();
    }
    return 0;
}
