// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/model_card.h"

#include "core/base/error.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Text from outside within a Markdown line: nothing in it starts markup or ends a table cell.
std::string plain(const std::string& text) {
    std::string out;
    for (const char c : printable(text, 120)) {
        if (std::string_view("\\`*_{}[]<>()#+!|~").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::string lastName(const std::string& path) {
    const fs::path whole(path);
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::string header(const ModelCardInput& input) {
    std::string out = "---\nlibrary_name: transformers\npipeline_tag: text-generation\ntags:\n";
    if (input.config.family == ModelFamily::HypeNet) {
        out += "- hypenet\n- linear-attention\n- hybrid\n- custom_code\n";
    }
    out +=
        "- " + std::string(nameOf(input.config.family) == "hypenet" ? "distillation" : "qwen3") + "\n- halyard\n---\n";
    return out;
}

// "0–2, 5": runs of layer numbers.
std::string numbers(const std::vector<std::size_t>& layers) {
    std::string out;
    for (std::size_t i = 0; i < layers.size();) {
        std::size_t end = i;
        while (end + 1 < layers.size() && layers[end + 1] == layers[end] + 1) {
            ++end;
        }
        out += (out.empty() ? "" : ", ") + std::to_string(layers[i]) +
               (end > i ? (end == i + 1 ? ", " : "–") + std::to_string(layers[end]) : "");
        i = end + 1;
    }
    return out;
}

std::string layerTable(const ModelConfig& config) {
    std::vector<std::string> names;
    for (const std::string& mixer : config.mixer_types) {
        if (std::find(names.begin(), names.end(), mixer) == names.end()) {
            names.push_back(mixer);
        }
    }
    std::string out = "| mixer | layers | which |\n|---|---|---|\n";
    for (const std::string& name : names) {
        std::vector<std::size_t> layers;
        for (std::size_t i = 0; i < config.mixer_types.size(); ++i) {
            if (config.mixer_types[i] == name) {
                layers.push_back(i);
            }
        }
        out += "| `" + printable(name, 40) + "` | " + std::to_string(layers.size()) + " | " + numbers(layers) + " |\n";
    }
    return out;
}

std::string description(const ModelCardInput& input) {
    const ModelConfig& config = input.config;
    const auto count = [](std::int64_t n) { return grouped(static_cast<unsigned long long>(n)); };
    std::string out = "\n# " + plain(input.name) + "\n\n";
    out += config.family == ModelFamily::HypeNet
               ? "A HypeNet language model: softmax attention in some layers, linear attention in the others.\n\n"
               : "A Qwen3 language model.\n\n";
    out += "- " + count(input.report.parameters) + " parameters in " + input.report.dtype + "\n";
    out += "- " + count(config.num_hidden_layers) + " layers, hidden size " + count(config.hidden_size) +
           ", vocabulary of " + count(config.vocab_size) + ", positions up to " +
           count(config.max_position_embeddings) + "\n";
    if (config.family == ModelFamily::HypeNet) {
        const auto rotary = [](bool on) { return std::string(on ? "rotary" : "none"); };
        out += "- positions: " + rotary(config.document.value("lightning_use_rope", true)) + " in the linear layers, " +
               rotary(config.attn_use_rope) + " in the softmax layers; logits scaling `" +
               describe(input.report.scaling) + "`\n\n" + layerTable(config);
        out += "\nThe logits scaling belongs to inference and matters at lengths beyond those of training. Set "
               "`config.attn_logits_scaling = None` before training this model further.\n";
    }
    return out;
}

std::string usage(const ModelCardInput& input) {
    const bool ours = input.config.family == ModelFamily::HypeNet;
    const std::string options = ours ? ", trust_remote_code=True" : "";
    std::string out = "\n## Use\n\ntransformers 4.57 or newer";
    out += ours ? ", PyTorch; on a GPU flash-linear-attention is used where it is installed.\n" : ", PyTorch.\n";
    out += "\n```python\nfrom transformers import AutoModelForCausalLM";
    out += input.hasTokenizer ? ", AutoTokenizer\n\n" : "\n\n";
    out += "folder = \"path/to/this/folder\"\nmodel = AutoModelForCausalLM.from_pretrained(folder" + options + ")\n";
    if (input.hasTokenizer) {
        out += "tokenizer = AutoTokenizer.from_pretrained(folder" + options +
               ")\n"
               "inputs = tokenizer([\"Once upon a time\", \"The\"], return_tensors=\"pt\", padding=True)\n"
               "outputs = model.generate(**inputs, max_new_tokens=64, do_sample=False)\n"
               "print(tokenizer.batch_decode(outputs, skip_special_tokens=True))\n";
    }
    out += "```\n";
    if (ours) {
        out += "\n`trust_remote_code=True` runs the two Python files of this folder, `configuration_hypenet.py` and "
               "`modeling_hypenet.py`; read them first.\n";
    }
    return out;
}

std::string lineage(const std::vector<LineageRun>& runs) {
    if (runs.empty()) {
        return "\n## Lineage\n\nExported from a model folder outside of any run.\n";
    }
    std::string out = "\n## Lineage\n\nThe newest run first; hashes are XXH3-128.\n\n"
                      "| run | kind | step | settings | inputs |\n|---|---|---|---|---|\n";
    for (const LineageRun& run : runs) {
        std::string inputs;
        for (const RunInput& input : run.spec.inputs) {
            inputs += (inputs.empty() ? "" : "<br>") + plain(input.role) + ": " + plain(lastName(input.path)) +
                      (input.step ? " step " + std::to_string(*input.step) : "") +
                      (input.hash.empty() ? "" : " (" + plain(input.hash) + ")");
        }
        out += "| " + plain(run.name) + " | " + std::string(nameOf(run.spec.kind)) + " | " +
               (run.step ? std::to_string(*run.step) : std::string("newest")) + " | " + hashOf(run.spec) + " | " +
               inputs + " |\n";
    }
    return out;
}

} // namespace

Json lineageJson(const std::vector<LineageRun>& lineage) {
    Json out = Json::array();
    for (const LineageRun& run : lineage) {
        Json inputs = Json::array();
        for (const RunInput& input : run.spec.inputs) {
            inputs.push_back({{"role", input.role},
                              {"name", lastName(input.path)},
                              {"step", input.step ? Json(*input.step) : Json()},
                              {"hash", input.hash}});
        }
        out.push_back({{"run", run.name},
                       {"kind", nameOf(run.spec.kind)},
                       {"step", run.step ? Json(*run.step) : Json()},
                       {"spec_hash", hashOf(run.spec)},
                       {"inputs", inputs}});
    }
    return out;
}

std::string modelCard(const ModelCardInput& input) {
    return header(input) + description(input) + usage(input) + lineage(input.source.lineage) +
           "\nMade with Halyard. The licence of this model follows from those of its teacher and data; add it to the "
           "header "
           "before publishing.\n";
}

} // namespace halyard
