// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/oracle.h"

#include "core/io/safetensors.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

namespace halyard::testing {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::map<std::string, at::Tensor> readFloats(const fs::path& path) {
    const SafetensorsFile file(path);
    std::map<std::string, at::Tensor> out;
    for (const TensorInfo& info : file.tensors()) {
        if (info.dtype == DType::F32) {
            at::Tensor tensor = at::empty(info.shape, at::kFloat);
            std::memcpy(tensor.mutable_data_ptr(), file.bytes(info).data(), file.bytes(info).size());
            out[info.name] = tensor;
        }
    }
    return out;
}

at::Tensor readIds(const fs::path& path) {
    const Json rows = readJsonFile(path);
    std::vector<std::int64_t> ids;
    for (const Json& row : rows) {
        for (const Json& id : row) {
            ids.push_back(id.get<std::int64_t>());
        }
    }
    return at::tensor(ids, at::kLong).view({static_cast<std::int64_t>(rows.size()), -1});
}

std::shared_ptr<Decoder> loadFloat(const fs::path& folder) {
    return std::make_shared<Decoder>(Decoder::load(openModelFolder(folder), standardMixers(), at::kFloat));
}

} // namespace

std::vector<fs::path> oracleCases() {
    const std::string set = environment("HALYARD_ORACLES");
    const fs::path root =
        set.empty() ? fs::path(environment("HALYARD_SOURCE_DIR")) / "../shared/oracles" : fs::path(set);
    std::vector<fs::path> cases;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
        if (fs::exists(entry.path() / "student/config.json", error)) {
            cases.push_back(entry.path());
        }
    }
    std::sort(cases.begin(), cases.end());
    if (environment("HALYARD_REQUIRE_ORACLES") == "1") {
        EXPECT_GE(cases.size(), 8U) << "reference cases are missing in " << root;
    }
    return cases;
}

Oracle openOracle(const fs::path& folder) {
    return {loadFloat(folder / "teacher"), loadFloat(folder / "student"), readIds(folder / "ids.json"),
            readJsonFile(folder / "expected.json"), readFloats(folder / "expected.safetensors")};
}

bool isAllLinear(const Oracle& oracle) {
    return oracle.expected.contains("align");
}

Stage1Student takeMixers(Oracle& oracle) {
    Stage1Student out;
    out.config = oracle.student->config();
    for (DecoderLayer& layer : oracle.student->layers()) {
        out.mixers.push_back(std::move(layer.mixer));
    }
    return out;
}

double relativeError(const at::Tensor& value, const at::Tensor& truth) {
    return ((value.to(at::kDouble) - truth.to(at::kDouble)).abs().max() / truth.to(at::kDouble).abs().max())
        .item<double>();
}

} // namespace halyard::testing
