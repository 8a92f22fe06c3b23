// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo.h"

#include "core/base/atomic_file.h"
#include "core/base/message.h"
#include "core/demo/terminal.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"

#include <algorithm>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPrompts[] = {"The Debian project", "To install a package", "An administrator should"};
constexpr int kNewTokens = 48;

std::string joined(const std::vector<std::int64_t>& numbers, const std::string& separator) {
    std::string out;
    for (const std::int64_t number : numbers) {
        out += (out.empty() ? "" : separator) + std::to_string(number);
    }
    return out;
}

// The demo as a list of steps, each of which looks first whether its result is there.
class Demo {
public:
    explicit Demo(const DemoOptions& options)
        : m_project(options.out, options.resources, options.budget), m_terminal("demo", options.halyard, options.out) {}

    DemoReport run() {
        m_project.create();
        if (fs::exists(m_project.report("report.json"))) {
            return demoReportFromJson(readJsonFile(m_project.report("report.json")));
        }
        m_terminal.say("The demo types these commands, here shown as if typed in " + printable(m_project.root().string(), 400));
        for (const char* folder : {"", "data", "models", "exports", "report"}) {
            removeLeftovers(m_project.root() / folder);
        }
        prepareText();
        train("1-teacher", "A teacher: Qwen3 with 6 layers, trained from random weights",
              {"pretrain", "--data", data("train", false), "--held-out", data("held_out", false), "--tokenizer", m_project.tokenizer()});
        align();
        distill();
        exportModel();
        return report();
    }

private:
    [[nodiscard]] std::int64_t length(bool isLong) const {
        return isLong ? m_project.budget().longLength : m_project.budget().shortLength;
    }

    [[nodiscard]] std::string data(const char* part, bool isLong) const {
        return m_project.data(part, length(isLong)).string();
    }

    void prepareText() {
        for (const bool isLong : {false, true}) {
            for (const char* part : {"train", "held_out"}) {
                const fs::path out = data(part, isLong);
                if (fs::exists(out / "manifest.json")) {
                    continue;
                }
                m_terminal.run({"data", "prepare", "--tokenizer", m_project.tokenizer(), "--input",
                                m_project.text(part), "--out", out, "--packing", "stream", "--block",
                                std::to_string(length(isLong))});
            }
        }
    }

    void align() {
        const std::string teacher = checkpoint("1-teacher");
        train("2-align", "Stage 1: a linear mixer in every layer learns what the teacher's attention there does",
              {"stage1", "--teacher", teacher, "--data", data("train", false), "--held-out", data("held_out", false)});
    }

    void distill() {
        const std::string teacher = checkpoint("1-teacher");
        const std::string layers = "model.attention_layers=" + joined(DemoProject::attentionLayers(), ",");
        m_terminal.say("Layers " + joined(DemoProject::attentionLayers(), " and ") +
                       " stay softmax attention: one in the lower and one in the upper half, chosen by hand.");
        train("3-distill", "Stage 2: the hybrid learns the teacher's predictions",
              {"stage2", "--teacher", teacher, "--student", m_project.run("2-align"), "--data", data("train", false),
               "--held-out", data("held_out", false), "--set", layers});
        train("4-finetune", "Stage 3: the hybrid learns longer texts",
              {"stage3", "--student", m_project.run("3-distill"), "--data", data("train", true), "--held-out",
               data("held_out", true)});
        makeHybrid("aligned", m_project.run("2-align"));
        makeHybrid("undistilled", {});
        train("5-without-distillation", "For comparison: stage 3 alone, without stages 1 and 2",
              {"stage3", "--student", m_project.model("undistilled"), "--data", data("train", true), "--held-out",
               data("held_out", true)});
    }

    // The hybrid before stage 2: with the aligned mixers of a stage-1 run, or with mixers that only got the teacher's
    // weights.
    void makeHybrid(const std::string& name, const fs::path& stage1) {
        const fs::path out = m_project.model(name);
        if (fs::exists(out / "config.json")) {
            return;
        }
        const std::string teacher = checkpoint("1-teacher");
        const std::string config = checkpoint("3-distill") + "/config.json";
        fs::path mixers = stage1.empty() ? m_project.model("untrained-mixers") : fs::path(checkpoint("2-align"));
        if (stage1.empty() && !fs::exists(mixers / "config.json")) {
            m_terminal.run({"transfer", "--teacher", teacher, "--config", config, "--out", mixers});
        }
        m_terminal.run({"transfer", "--teacher", teacher, "--config", config, "--stage1", mixers, "--out", out});
    }

    void exportModel() {
        if (!fs::exists(m_project.exported() / "config.json")) {
            m_terminal.say("\nExport: a folder that Hugging Face transformers loads");
            m_terminal.run({"export", "--run", m_project.run("4-finetune"), "--out", m_project.exported(), "--tokenizer",
                            m_project.tokenizer(), "--attn-logits-scaling", "hype 128"});
        }
    }

    void train(const std::string& folder, const std::string& title, Words words) {
        const fs::path path = m_project.run(folder);
        if (!fs::exists(path / "run.json")) {
            m_terminal.say("\n" + title);
            const Words settings = m_project.budget().settings(words[0]);
            words.insert(words.begin(), "new");
            words.insert(words.end(), {"--preset", "demo", "--out", path});
            words.insert(words.end(), settings.begin(), settings.end());
            m_terminal.run(words);
        }
        m_terminal.finish(path);
    }

    [[nodiscard]] std::string checkpoint(const std::string& folder) const { return newestCheckpoint(m_project.run(folder)); }

    DemoRow measure(const std::string& name, const std::string& model, bool scaled) {
        DemoRow row{.name = name, .lossShort = 0, .lossLong = 0};
        for (const bool isLong : {false, true}) {
            Words words = {"eval", "perplexity", "--model", model, "--data", data("held_out", isLong), "--json"};
            if (scaled) {
                words.insert(words.end(), {"--attn-logits-scaling", "hype 128"});
            }
            const Json answer = m_terminal.ask(words);
            (isLong ? row.lossLong : row.lossShort) = answer.at("models").at(0).at("loss").get<double>();
        }
        return row;
    }

    DemoReport report() {
        m_terminal.say("\nHow well each predicts text that none has seen");
        DemoReport report;
        report.shortLength = length(false);
        report.longLength = length(true);
        report.attentionLayers = joined(DemoProject::attentionLayers(), " and ") + " of 6";
        report.rows = {measure("teacher, 6 softmax layers", checkpoint("1-teacher"), false),
                       measure("student, nothing trained yet", m_project.model("undistilled"), false),
                       measure("student without distillation", checkpoint("5-without-distillation"), true),
                       measure("student after stage 1", m_project.model("aligned"), false),
                       measure("student after stage 2", checkpoint("3-distill"), true),
                       measure("student after stage 3", checkpoint("4-finetune"), true)};
        m_terminal.say("\nThe same beginning, continued by both");
        for (const char* prompt : kPrompts) {
            report.samples.push_back({prompt, continuation(checkpoint("1-teacher"), prompt), continuation(m_project.exported(), prompt)});
        }
        report.exportFolder = m_project.exported();
        report.seconds = trainingSeconds();
        writeFileAtomically(m_project.report("loss.svg"), toSvg(charts()));
        writeFileAtomically(m_project.report("report.md"), toMarkdown(report));
        writeJsonFile(m_project.report("report.json"), toJson(report));
        return report;
    }

    std::string continuation(const fs::path& model, const std::string& prompt) {
        Words words = {"generate", "--model", model, "--prompt", prompt, "--tokenizer", m_project.tokenizer(),
                       "--max-new-tokens", std::to_string(kNewTokens), "--json"};
        return m_terminal.ask(words).at("text").at(0);
    }

    [[nodiscard]] std::vector<LineChart> charts() const {
        return {lossChart("Teacher: next token", RunFolder(m_project.run("1-teacher")).events()),
                lossChart("Stage 1: alignment", RunFolder(m_project.run("2-align")).events()),
                lossChart("Stage 2: distillation", RunFolder(m_project.run("3-distill")).events()),
                lossChart("Stage 3: longer texts", RunFolder(m_project.run("4-finetune")).events())};
    }

    // Between the first and last event of each process that trained.
    [[nodiscard]] double trainingSeconds() const {
        double sum = 0;
        for (const char* folder : {"1-teacher", "2-align", "3-distill", "4-finetune"}) {
            std::map<std::string, std::pair<double, double>> segments;
            for (const Event& event : readEvents(RunFolder(m_project.run(folder)).events()).events) {
                if (event.name == "command") {
                    continue; // the supervisor's
                }
                auto& [first, last] = segments.try_emplace(event.segment, event.time, event.time).first->second;
                first = std::min(first, event.time);
                last = std::max(last, event.time);
            }
            for (const auto& [name, times] : segments) {
                sum += times.second - times.first;
            }
        }
        return sum;
    }

    DemoProject m_project;
    Terminal m_terminal;
};

} // namespace

DemoReport runDemo(const DemoOptions& options) {
    return Demo(options).run();
}

} // namespace halyard
