// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/sweep_run.h"

#include "core/eval/cell_store.h"
#include "core/model/stage1_files.h"
#include "core/run/events.h"
#include "core/run/student_config.h"
#include "core/run/validate.h"
#include "core/select/probe/sweep_plan.h"
#include "core/select/score/rank.h"
#include "core/select/score/screen_selection.h"
#include "core/select/score/sweep_reader.h"
#include "core/train/tensor_file.h"
#include "tests/core/eval/echo_task.h"
#include "tests/core/eval/tiny_models.h"
#include "tests/core/train/tiny_world.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

// Three tokens of an answer, so that models decode.
NeedleTasks someTasks() {
    return tasksWithEcho({250, 251, 252});
}

// A mixer that throws the first time it is asked.
class OnceFailing final : public Mixer {
public:
    explicit OnceFailing(std::unique_ptr<Mixer> inner) : m_inner(std::move(inner)) {}
    [[nodiscard]] std::string_view kind() const override { return m_inner->kind(); }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& context, MixerCache* cache) override {
        if (!std::exchange(m_failed, true)) {
            throw std::runtime_error("no luck today");
        }
        return m_inner->forward(x_BTd, context, cache);
    }
    [[nodiscard]] std::unique_ptr<MixerCache> makeCache() const override { return m_inner->makeCache(); }
    [[nodiscard]] NamedTensors parameters() const override { return m_inner->parameters(); }
    void set(const std::string& name, const at::Tensor& tensor) override { m_inner->set(name, tensor); }
    std::vector<std::string> transferFrom(const SoftmaxAttention& teacher) override { return m_inner->transferFrom(teacher); }

private:
    std::unique_ptr<Mixer> m_inner;
    bool m_failed = false;
};

// Keeps what one model alone answers.
class Collected final : public CellRecorder {
public:
    [[nodiscard]] const Json& finished() const override { return m_nothing; }
    void keep(Json record) override { m_records.push_back(std::move(record)); }
    [[nodiscard]] const Json& records() const { return m_records; }

private:
    Json m_nothing = Json::array();
    Json m_records = Json::array();
};

class SweepRun : public ::testing::Test {
protected:
    SweepRun() {
        writeStudent("stage1", {});
        std::string choices;
        std::string recall;
        for (int i = 0; i < 20; ++i) {
            const std::string n = std::to_string(i);
            choices += R"({"context": "Number )" + n + R"( is", "choices": ["even )" + n + R"(", "odd", "neither"], "answer": )" +
                       std::to_string(i % 3) + "}\n";
            recall += i < 3 ? R"({"text": "the key )" + n + R"( is", "value": "a"})" + "\n" : "";
        }
        write("choices.jsonl", choices);
        write("recall.jsonl", recall);
        m_text = m_world.data("held", TinyWorld::words(24 * 20, 5), 24);
    }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(m_models.folder() / name) << text;
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (m_models.folder() / name).string(); }

    // Stage-1 mixers for the teacher; those of a layer may be no numbers.
    void writeStudent(const std::string& name, std::optional<std::size_t> broken) const {
        const Decoder teacher = Decoder::load(openModelFolder(m_models.teacher()), standardMixers(), at::kFloat);
        const Stage1Student student = makeStage1Student(teacher, studentConfig(teacher.config(), ModelPart{}, {}), standardMixers(), at::kFloat, 3);
        NamedTensors tensors;
        for (std::size_t i = 0; i < student.mixers.size(); ++i) {
            for (const NamedTensor& parameter : student.mixers[i]->parameters()) {
                tensors.push_back({"model.layers." + std::to_string(i) + ".self_attn." + parameter.name,
                                   broken == i ? at::full_like(parameter.tensor, std::nan("")) : parameter.tensor});
            }
        }
        fs::create_directories(path(name));
        writeJsonFile(fs::path(path(name)) / "config.json", toJson(student.config));
        writeTensors(fs::path(path(name)) / kStage1MixersFile, tensors, {{"format", "pt"}});
    }

    [[nodiscard]] RunSpec spec() const {
        RunSpec spec;
        spec.kind = RunKind::Sweep;
        spec.inputs = {{"teacher", m_models.teacher(), {}, {}}, {"student", path("stage1"), {}, {}}, {"held_out", m_text, {}, {}}};
        spec.eval.files = {{"choices:parity", path("choices.jsonl")}, {"recall:keys", path("recall.jsonl")}};
        spec.eval.tasks = "echo";
        spec.eval.lengths = {40, 60};
        spec.eval.trials = 2;
        spec.eval.needles = 1;
        spec.eval.prefill_chunk = 16;
        spec.select.screens = "kl";
        spec.select.keep = 1;
        spec.train.threads = 1;
        return spec;
    }
    [[nodiscard]] RunFolder create(const std::string& name, const RunSpec& spec) const {
        return RunFolder::create(m_models.folder() / name, spec);
    }
    [[nodiscard]] static EvaluationEnd run(const RunFolder& folder, const MixerRegistry& registry = standardMixers()) {
        return sweepRun(folder.spec(), folder, registry, someTasks());
    }
    static Json results(const RunFolder& run) {
        Json document = readJsonFile(run.path() / "results.json");
        for (Json& cell : document["cells"]) {
            cell.erase("seconds");
            cell.erase("measured_by");
        }
        return document;
    }
    static std::vector<Json> events(const RunFolder& run, const std::string& name) {
        std::vector<Json> out;
        for (const Event& event : readEvents(run.events()).events) {
            if (event.name == name) {
                out.push_back(event.fields);
            }
        }
        return out;
    }

    static RunFolder layerOf(const RunFolder& sweep, std::int64_t layer) { return RunFolder(sweep.children() / ("layer-" + std::to_string(layer))); }
    // What a sweep said of a layer, in order.
    static std::vector<std::string> statesOf(const RunFolder& sweep, const std::string& layer) {
        std::vector<std::string> out;
        for (const Json& event : events(sweep, "child")) {
            if (event["child"] == layer) {
                out.push_back(event["state"].get<std::string>());
            }
        }
        return out;
    }

    TinyModels m_models;
    TinyWorld m_world;
    std::string m_text;
};

} // namespace

TEST_F(SweepRun, AnswersAsWholeExchangedModelsDo) {
    RunSpec asked = spec();
    for (const std::int64_t needles : {1, 2}) {
        asked.eval.needles = needles;
        const RunFolder folder = create("sweep" + std::to_string(needles), asked);
        ASSERT_EQ(run(folder), EvaluationEnd::Done);
        const SweepPlan plan = planSweep(asked, someTasks());
        ASSERT_EQ(plan.tasks.size(), 5U);
        for (std::size_t which = 0; which <= plan.layers(); ++which) {
            Decoder decoder = loadEvaluatedModel(plan.teacher, standardMixers(), "float32");
            Stage1Student student = makeStage1Student(decoder, plan.studentConfig, standardMixers(), at::kFloat, 0);
            loadStage1Mixers(plan.student, student);
            if (which < plan.layers()) {
                decoder.layers()[which].mixer = std::move(student.mixers[which]);
            }
            for (const SweptTask& task : plan.tasks) {
                if (task.kind == SweptKind::Text) {
                    continue;
                }
                Collected alone;
                task.cells[which].measure(decoder, alone);
                const auto kept = CellStore(folder).find(CellStore::idOf(task.cells[which].identity));
                ASSERT_TRUE(kept);
                EXPECT_EQ(kept->at("records"), alone.records()) << task.name << " " << which; // the same bits
            }
        }
    }
}

TEST_F(SweepRun, WritesResultsThatRankAndChoose) {
    RunSpec asked = spec();
    asked.select.screens = "kl, zero";
    asked.select.synthetic_items = 2;
    asked.eval.max_new_tokens = 4;
    const RunFolder folder = create("sweep", asked);
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    const Sweep sweep = readSweep(folder.path());
    EXPECT_EQ(sweep.layerCount, 3);
    EXPECT_EQ(sweep.layers.size(), 3U);
    EXPECT_EQ(sweep.mixer, "lightning-attn");
    EXPECT_EQ(sweep.groups.at("recall"), (std::vector<std::string>{"recall:keys", "echo@40", "echo@60"}));
    EXPECT_EQ(sweep.groups.at("commonsense"), std::vector<std::string>{"choices:parity"});
    EXPECT_EQ(sweep.layers.at(1).at("choices:parity").metric, "acc_norm");
    EXPECT_EQ(sweep.layers.at(1).at("choices:parity").perItem.size(), 20U);
    EXPECT_EQ(sweep.teacher->at("echo@60").perItem.size(), 2U);
    ASSERT_EQ(sweep.checkpoints.size(), 2U);
    EXPECT_EQ(sweep.checkpoints[1].hash.size(), 32U);
    const Screen screen = readScreenFile(folder.path() / "screen.json");
    EXPECT_EQ(screen.text->positions, 20 * 24);
    EXPECT_GT(screen.text->replaced[0].kl, 0);
    EXPECT_EQ(screen.zeroed->tasks.size(), 7U);
    EXPECT_EQ(screen.zeroed->tasks.at("phone_book").strict.layers.size(), 3U);
    EXPECT_GT(screen.zeroed->sizes.at("phone_book/longest_prompt"), 100);
    for (const char* method : {"halo", "jet-nemotron", "kl", "ppl", "mse", "smart", "zero-associative_recall", "zero-phone_book", "uniform", "random"}) {
        const Selection selection = readSelection(folder.path() / "selections" / (std::string(method) + ".json"));
        EXPECT_EQ(selection.selected.size(), 1U) << method;
        EXPECT_EQ(selection.layerCount, 3) << method;
    }
    EXPECT_EQ(readSelection(folder.path() / "selections/kl.json").checkpoints[1].hash, sweep.checkpoints[1].hash);
    EXPECT_EQ(readSelection(folder.path() / "selections/halo.json").tasks.at("commonsense"), std::vector<std::string>{"choices:parity"});
    EXPECT_EQ(statesOf(folder, "layer-1"), (std::vector<std::string>{"running", "done"}));
    EXPECT_EQ(runStatus(folder).step, runStatus(folder).totalSteps);
}

TEST_F(SweepRun, MeasuresAgainWhatIsMissingAlone) {
    const RunFolder folder = create("sweep", spec());
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    const Json whole = results(folder);
    const std::string swept = contentOf(folder.path() / "sweep.json");
    const auto cellOf = [&](std::int64_t layer, const std::string& task) {
        for (const Json& cell : whole["cells"]) {
            if (cell.value("layer", Json()) == layer && cell["task"] == task) {
                return folder.path() / "results" / (cell["id"].get<std::string>() + ".json");
            }
        }
        return fs::path();
    };
    // As after a kill: one is not there, one is cut, so that layers stand at different items.
    fs::remove(cellOf(1, "echo"));
    Json cut = readJsonFile(cellOf(2, "choices:parity"));
    cut["complete"] = false;
    cut["records"].erase(cut["records"].begin() + 7, cut["records"].end());
    writeJsonFile(cellOf(2, "choices:parity"), cut);
    fs::remove(folder.events());
    fs::remove(folder.path() / "sweep.json");
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    EXPECT_EQ(results(folder), whole);
    EXPECT_EQ(contentOf(folder.path() / "sweep.json"), swept);
    EXPECT_EQ(events(folder, "cell").size(), 2U);
}

TEST_F(SweepRun, TriesALayerThatFailsOnceMore) {
    const RunFolder expected = create("expected/run", spec());
    ASSERT_EQ(run(expected), EvaluationEnd::Done);
    MixerRegistry registry = standardMixers();
    auto made = std::make_shared<int>(0);
    registry.add("lightning-attn", [made](const ModelConfig& config, at::ScalarType type, at::Generator generator) -> std::unique_ptr<Mixer> {
        std::unique_ptr<Mixer> mixer = standardMixers().make("lightning-attn", config, type, std::move(generator));
        return (*made)++ == 1 ? std::make_unique<OnceFailing>(std::move(mixer)) : std::move(mixer);
    });
    const RunFolder folder = create("flaky", spec());
    ASSERT_EQ(run(folder, registry), EvaluationEnd::Done);
    EXPECT_EQ(results(folder)["cells"], results(expected)["cells"]);
    EXPECT_EQ(statesOf(folder, "layer-1"), (std::vector<std::string>{"running", "failed", "running", "done"}));
    EXPECT_EQ(runStatus(layerOf(folder, 1)).state, "done");
}

TEST_F(SweepRun, KeepsTheOthersWhenALayerCannotBeMeasured) {
    writeStudent("broken", 1);
    RunSpec asked = spec();
    asked.inputs[1].path = path("broken");
    const RunFolder folder = create("sweep", asked);
    const Refusal refusal = refusalOf([&] { (void)run(folder); });
    EXPECT_EQ(refusal.exitCode, 1);
    EXPECT_TRUE(refusal.says("5 of the sweep's results could not be measured, tried twice: layer 1 on choices:parity")) << refusal.sentence;
    EXPECT_TRUE(refusal.says("With the mixer of layer 1 exchanged, the model's states are not finite numbers.")) << refusal.sentence;
    const Sweep sweep = readSweep(folder.path());
    EXPECT_EQ(sweep.layers.size(), 2U);
    EXPECT_EQ(sweep.layers.count(1), 0U);
    EXPECT_EQ(sweep.layers.at(2).size(), 4U);
    EXPECT_FALSE(fs::exists(folder.path() / "selections"));
    const Json all = results(folder);
    EXPECT_EQ(all["complete"], false);
    const auto failed = std::count_if(all["cells"].begin(), all["cells"].end(), [](const Json& cell) { return cell.contains("failed"); });
    EXPECT_EQ(failed, 5); // four tasks of the layer, and the screen
    EXPECT_EQ(statesOf(folder, "layer-1").back(), "failed");
    const RunStatus failedLayer = runStatus(layerOf(folder, 1));
    EXPECT_EQ(failedLayer.state, "failed");
    EXPECT_NE(failedLayer.reason.find("layer 1 on choices:parity: With the mixer of layer 1 exchanged"), std::string::npos) << failedLayer.reason;
    EXPECT_EQ(runStatus(layerOf(folder, 2)).state, "done");
}

TEST_F(SweepRun, KeepsItsLayersAsRuns) {
    const RunFolder folder = create("sweep", spec());
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    for (std::int64_t layer = 0; layer < 3; ++layer) {
        const RunFolder child = layerOf(folder, layer);
        const RunSpec asked = child.spec();
        EXPECT_NO_THROW((void)requireValid(asked));
        EXPECT_EQ(asked.name, "layer-" + std::to_string(layer));
        EXPECT_EQ(asked.select.layers, std::vector<std::int64_t>{layer});
        EXPECT_EQ(asked.select.screens, "");
        const RunStatus status = runStatus(child);
        EXPECT_EQ(status.state, "done");
        EXPECT_EQ(status.step, status.totalSteps);
        EXPECT_EQ(status.totalSteps, 20 + 3 + 2 + 2); // choices, recall, documents of two lengths
        const Json own = results(child);
        EXPECT_EQ(own["complete"], true);
        EXPECT_EQ(own["cells"].size(), 8U); // four tasks, the teacher beside the layer
        EXPECT_EQ(own["cells"][0]["layer"], layer);
        EXPECT_FALSE(own["cells"][1].contains("layer"));
        EXPECT_EQ(events(child, "cell").size(), 4U);
    }
    // Again: nothing is measured or told twice.
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    EXPECT_EQ(events(layerOf(folder, 1), "done").size(), 1U);
}

TEST_F(SweepRun, LetsALayerBeMeasuredByItself) {
    const RunFolder whole = create("whole", spec());
    ASSERT_EQ(run(whole), EvaluationEnd::Done);
    RunSpec asked = spec();
    asked.select.layers = {2};
    asked.select.screens = "";
    const RunFolder alone = create("elsewhere/alone", asked);
    ASSERT_EQ(run(alone), EvaluationEnd::Done);
    EXPECT_EQ(results(alone)["cells"].size(), 8U);
    EXPECT_FALSE(fs::exists(alone.children()));
    EXPECT_FALSE(fs::exists(alone.path() / "selections"));
    EXPECT_EQ(readSweep(alone.path()).layers.size(), 1U);
    EXPECT_EQ(readSweep(alone.path()).layers.at(2).at("echo@60").perItem, readSweep(whole.path()).layers.at(2).at("echo@60").perItem);

    // As when the sweep was killed and a person goes on with one layer: it takes what the sweep has, and the sweep takes its.
    const RunFolder child = layerOf(whole, 2);
    const Json all = results(whole);
    const auto echo = std::find_if(all["cells"].begin(), all["cells"].end(), [](const Json& one) {
        return one.value("layer", Json()) == 2 && one["task"] == "echo";
    });
    ASSERT_NE(echo, all["cells"].end());
    const std::string cell = "results/" + (*echo)["id"].get<std::string>() + ".json";
    fs::remove(whole.path() / cell);
    fs::remove(child.events());
    ASSERT_EQ(run(child), EvaluationEnd::Done);
    EXPECT_TRUE(fs::exists(child.path() / cell));
    EXPECT_EQ(events(child, "cell").size(), 1U);
    fs::remove(whole.events());
    ASSERT_EQ(run(whole), EvaluationEnd::Done);
    EXPECT_EQ(events(whole, "cell").size(), 0U);
}

TEST_F(SweepRun, WaitsForALayerThatIsAtWorkByItself) {
    const RunFolder folder = create("sweep", spec());
    ASSERT_EQ(run(folder), EvaluationEnd::Done);
    const FileDescriptor held = layerOf(folder, 1).tryLock();
    const Refusal refusal = refusalOf([&] { (void)run(folder); });
    EXPECT_EQ(refusal.exitCode, 2);
    EXPECT_TRUE(refusal.says("layer-1 is at work by itself")) << refusal.sentence;
}

TEST_F(SweepRun, RefusesWhatCannotBeMeasured) {
    const auto refused = [&](const std::function<void(RunSpec&)>& change, const std::string& part) {
        RunSpec asked = spec();
        change(asked);
        expectRefused([&] {
            (void)requireValid(asked);
            (void)planSweep(asked, someTasks());
        },
                      part);
    };
    refused([](RunSpec& s) { s.eval.files = Json::object(); s.eval.tasks = ""; s.select.screens = ""; }, "needs something to judge layers by");
    refused([](RunSpec& s) { s.select.screens = "kl,zeros"; }, "Did you mean \"zero\"?");
    refused([](RunSpec& s) { s.select.screens = "kl, kl"; }, "names kl twice");
    refused([](RunSpec& s) { s.select.layers = {1, 0, 1}; s.select.screens = ""; }, "\"select.layers\" must be in rising order, each number once.");
    refused([](RunSpec& s) { s.select.layers = {3}; s.select.screens = ""; }, "names layer 3, but ");
    refused([](RunSpec& s) { s.select.layers = {1}; }, "The screen kl compares all layers with each other");
    refused([](RunSpec& s) { s.inputs.pop_back(); }, "The screen kl needs held-out text");
    refused([](RunSpec& s) { s.inputs.erase(s.inputs.begin() + 1); }, "student");
    refused([&](RunSpec& s) { s.inputs[1].path = m_models.student(); }, "layer 1 has softmax attention");
    refused([&](RunSpec& s) {
        Json config = readJsonFile(fs::path(path("stage1")) / "config.json");
        fs::create_directories(path("short"));
        config["num_hidden_layers"] = 2;
        config["mixer_types"] = {"lightning-attn", "lightning-attn"};
        config.erase("layer_types");
        writeJsonFile(fs::path(path("short")) / "config.json", config);
        s.inputs[1].path = path("short");
    }, "\"num_hidden_layers\" is 2, and the teacher's is 3");
    const auto withoutTokenizer = [&](RunSpec& s) {
        fs::create_directories(path("bare"));
        for (const char* file : {"config.json", "model.safetensors"}) {
            fs::copy_file(fs::path(m_models.teacher()) / file, fs::path(path("bare")) / file, fs::copy_options::overwrite_existing);
        }
        s.inputs[0].path = path("bare");
    };
    refused(withoutTokenizer, "needs the model's tokenizer");
    refused([&](RunSpec& s) { withoutTokenizer(s); s.eval.files = Json::object(); s.select.screens = "zero"; }, "The screen zero needs the teacher's tokenizer");
    refused([&](RunSpec& /*s*/) {
        Json manifest = readJsonFile(fs::path(m_text) / "manifest.json");
        for (auto& [key, value] : manifest.items()) {
            if (key.find("vocab") != std::string::npos) {
                value = 999;
            }
        }
        writeJsonFile(fs::path(m_text) / "manifest.json", manifest);
    }, "The text was tokenised with 999 tokens, but the model knows 257");
}

} // namespace halyard::testing
