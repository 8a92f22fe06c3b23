// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/tensor_file.h"

#include "core/base/error.h"
#include "core/model/stored_tensor.h"

#include <cstring>

namespace halyard {

void writeTensors(const std::filesystem::path& path, const NamedTensors& tensors,
                  const std::map<std::string, std::string>& metadata) {
    std::vector<SafetensorsWriter::Declaration> declared;
    for (const NamedTensor& entry : tensors) {
        declared.push_back(declarationOf(entry));
    }
    SafetensorsWriter writer(path, std::move(declared), metadata);
    for (const NamedTensor& entry : tensors) {
        const at::Tensor plain = entry.tensor.detach().cpu().contiguous();
        writer.append(bytesOf(plain));
    }
    writer.commit();
}

void copyBytes(const TensorInfo& info, std::span<const std::byte> bytes, const NamedTensor& to,
               const std::string& source) {
    const SafetensorsWriter::Declaration wanted = declarationOf(to);
    if (info.dtype != wanted.dtype || info.shape != wanted.shape) {
        throw invalidInput(
            HALYARD_TEXT("{file}: tensor \"{tensor}\" is {found}; {wanted} is needed here."),
            {{"file", source},
             {"tensor", printable(to.name)},
             {"found", std::string(nameOf(info.dtype)) + " " + toString(info.shape)},
             {"wanted", std::string(nameOf(wanted.dtype)) + " " + toString(wanted.shape)}});
    }
    at::Tensor plain = at::empty(to.tensor.sizes(), to.tensor.options().device(at::kCPU).requires_grad(false));
    std::memcpy(plain.mutable_data_ptr(), bytes.data(), bytes.size());
    const at::NoGradGuard noGrad;
    to.tensor.detach().copy_(plain);
}

void readTensors(const std::filesystem::path& path, const NamedTensors& tensors) {
    const SafetensorsFile file(path);
    const std::string source = printable(path.string());
    for (const NamedTensor& entry : tensors) {
        const TensorInfo* info = file.find(entry.name);
        if (info == nullptr) {
            throw invalidInput(HALYARD_TEXT("{file}: tensor \"{tensor}\" is missing."),
                               {{"file", source}, {"tensor", printable(entry.name)}});
        }
        copyBytes(*info, file.bytes(*info), entry, source);
    }
    if (file.tensors().size() != tensors.size()) {
        throw invalidInput(HALYARD_TEXT("{file}: it holds {found} tensors; {wanted} are known here."),
                           {{"file", source},
                            {"found", std::to_string(file.tensors().size())},
                            {"wanted", std::to_string(tensors.size())}});
    }
}

} // namespace halyard
