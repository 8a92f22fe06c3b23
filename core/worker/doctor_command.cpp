// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/doctor_command.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/worker/cuda_report.h"
#include "kernels/cpu/kernel_table.h"
#include "kernels/ops/lightning_attention.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace halyard {

namespace {

// Largest error of a form of lightning attention against its definition in fp64, relative to the largest output.
double errorOf(ops::LightningForm form) {
    const auto options = at::TensorOptions().dtype(at::kFloat);
    // An odd length, and more than one chunk.
    constexpr std::int64_t kTokens = 131, kHeads = 3, kWidth = 16;
    const at::Tensor q = at::randn({2, kTokens, kHeads, kWidth}, options);
    const at::Tensor k = at::randn({2, kTokens, kHeads, kWidth}, options);
    const at::Tensor v = at::randn({2, kTokens, kHeads, kWidth}, options);
    const at::Tensor slopes = at::tensor({0.5, 0.1, 0.004}, options);
    const at::Tensor wanted = ops::lightningAttention(q.to(at::kDouble), k.to(at::kDouble), v.to(at::kDouble),
                                                      slopes.to(at::kDouble), 0.25, {}, {}, ops::LightningForm::Reference)
                                  .o_BTHV;
    const at::Tensor got = ops::lightningAttention(q, k, v, slopes, 0.25, {}, {}, form).o_BTHV.to(at::kDouble);
    return ((got - wanted).abs().max() / wanted.abs().max()).item<double>();
}

int examine() {
    constexpr double kAllowed = 1e-5; // fp32 sums of about a hundred terms
    const double chunked = errorOf(ops::LightningForm::Chunked);
    const double recurrent = errorOf(ops::LightningForm::Recurrent);
    Json report = {{"torch_built_for", HALYARD_TORCH_VERSION},
                   {"torch_cpu", at::get_cpu_capability()},
                   {"threads", at::get_num_threads()},
                   {"kernels", cpu::kernelTable().name},
                   {"kernel_error_chunked", chunked},
                   {"kernel_error_recurrent", recurrent}};
    std::error_code ignored;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    report.update(cudaReport(program.parent_path(), HALYARD_TORCH_VERSION));
    printJson(report.dump());
    if (!(chunked < kAllowed && recurrent < kAllowed)) {
        throw failure(HALYARD_TEXT("The kernels for {name} differ from their definition by {error}; at most {allowed} is "
                                   "allowed. This processor or this build computes wrongly; do not train with it."),
                      {{"name", cpu::kernelTable().name},
                       {"error", Json(std::max(chunked, recurrent)).dump()},
                       {"allowed", Json(kAllowed).dump()}});
    }
    return 0;
}

} // namespace

Command workerDoctorCommand() {
    return {"doctor", "Check what computes on this machine", [](CLI::App& app) {
                // The answer is JSON with or without the flag; halyard doctor lays it out.
                const auto json = std::make_shared<bool>(false);
                app.add_flag("--json", *json, "print the result as JSON");
                return [json] { return examine(); };
            }};
}

} // namespace halyard
