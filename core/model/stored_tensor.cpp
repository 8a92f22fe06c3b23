// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/stored_tensor.h"

#include "core/base/error.h"

#include <cstring>

namespace halyard {

namespace {

struct TypePair {
    DType stored;
    at::ScalarType inMemory;
};
constexpr TypePair kTypes[] = {{DType::F32, at::kFloat},  {DType::BF16, at::kBFloat16}, {DType::F16, at::kHalf},
                               {DType::F64, at::kDouble}, {DType::U8, at::kByte},       {DType::I64, at::kLong}};

} // namespace

at::Tensor tensorOf(const SafetensorsFile& file, const TensorInfo& info) {
    for (const TypePair& pair : kTypes) {
        if (pair.stored == info.dtype && at::isFloatingType(pair.inMemory)) {
            at::Tensor tensor = at::empty(info.shape, pair.inMemory);
            const std::span<const std::byte> bytes = file.bytes(info);
            std::memcpy(tensor.mutable_data_ptr(), bytes.data(), bytes.size());
            file.release(info);
            return tensor;
        }
    }
    throw invalidInput(
        HALYARD_TEXT("{file}: tensor \"{name}\" is of type {type}, which holds no weights this program reads."),
        {{"file", printable(file.path().string())},
         {"name", printable(info.name)},
         {"type", std::string(nameOf(info.dtype))}});
}

at::Tensor tensorOf(const TensorFolder::Entry& entry) {
    return tensorOf(*entry.file, *entry.info);
}

SafetensorsWriter::Declaration declarationOf(const NamedTensor& tensor) {
    for (const TypePair& pair : kTypes) {
        if (pair.inMemory == tensor.tensor.scalar_type()) {
            return {tensor.name, pair.stored, tensor.tensor.sizes().vec()};
        }
    }
    TORCH_CHECK(false, "no safetensors type is known for ", tensor.tensor.scalar_type());
}

std::span<const std::byte> bytesOf(const at::Tensor& contiguous) {
    return {static_cast<const std::byte*>(contiguous.const_data_ptr()), contiguous.nbytes()};
}

} // namespace halyard
