// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/layer_runs.h"

#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/eval/cell_store.h"
#include "core/run/evaluation.h"
#include "core/run/replaced_run.h"

#include <algorithm>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

bool LayerProgress::operator==(const LayerProgress& other) const {
    const auto text = [](const std::optional<Message>& message) { return message ? message->text() : std::string(); };
    return done == other.done && of == other.of && complete == other.complete && text(failed) == text(other.failed);
}

RunSpec LayerRuns::specOf(std::size_t layer) const {
    RunSpec out = m_spec;
    out.name = folderOf(layer).path().filename().string();
    out.select.layers = {static_cast<std::int64_t>(layer)};
    out.select.screens.clear();
    for (const std::string& screen : wordsOfList(m_spec.select.screens)) {
        if (screen != "kl") {
            out.select.screens += (out.select.screens.empty() ? "" : ",") + screen;
        }
    }
    return out;
}

RunFolder LayerRuns::folderOf(std::size_t layer) const {
    return RunFolder(m_sweep.children() / ("layer-" + std::to_string(layer)));
}

void LayerRuns::open(std::size_t layers) {
    if (!m_spec.select.layers.empty()) {
        return;
    }
    createFolders(m_sweep.children());
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const RunFolder folder = folderOf(layer);
        const RunSpec spec = specOf(layer);
        std::error_code error;
        if (fs::exists(folder.specFile(), error) && hashOf(folder.spec()) != hashOf(spec)) {
            setAside(folder);
        }
        if (!fs::exists(folder.specFile(), error)) {
            m_journal.whenThereIsRoom(0, [&] { (void)RunFolder::create(folder.path(), spec); });
        }
        FileDescriptor lock = folder.tryLock();
        if (!lock.isOpen()) {
            throw invalidInput(HALYARD_TEXT("{run} is at work by itself. Wait for it or stop it; the sweep then takes over what it found."),
                               {{"run", printable(folder.path().string())}});
        }
        const bool done = statusUnderOwnLock(folder).state == "done";
        m_runs.push_back(std::make_unique<LayerRun>(LayerRun{folder, done ? FileDescriptor() : std::move(lock), EventWriter(folder.events())}));
        if (done) {
            m_runs.back()->state = "done";
            continue;
        }
        fs::remove(folder.exit(), error); // of a time when it was at work by itself
        fs::remove(folder.state(), error);
    }
}

void LayerRuns::event(LayerRun& run, const std::string& name, const Json& fields) {
    m_journal.whenThereIsRoom(0, [&] { run.events.write(name, fields); });
}

void LayerRuns::change(LayerRun& run, const std::string& state) {
    run.state = state;
    Json fields = {{"child", run.folder.path().filename().string()}, {"state", state}};
    if (run.progress.failed) {
        fields["reason"] = run.progress.failed->text();
    }
    m_journal.event("child", fields);
}

void LayerRuns::tell(std::size_t layer, const LayerProgress& progress) {
    if (!areOpen() || m_runs[layer]->state == "done" || m_runs[layer]->progress == progress) {
        return;
    }
    LayerRun& run = *m_runs[layer];
    const bool knownFailure = run.state == "failed" && progress.failed && run.progress.failed->text() == progress.failed->text();
    run.progress = progress;
    if (knownFailure) {
        return;
    }
    if (progress.failed) {
        event(run, "failed", {{"reason", progress.failed->text()}, {"sentence", toJson(*progress.failed)}});
        change(run, "failed");
        return;
    }
    const Json steps = {{"step", progress.done}, {"total_steps", progress.of}};
    if (run.state != "running") {
        Json fields = steps;
        fields.update({{"kind", nameOf(m_spec.kind)}, {"pid", ::getpid()}});
        event(run, "start", fields);
        change(run, "running");
    }
    event(run, "step", steps);
    if (progress.complete) {
        event(run, "done", {{"step", progress.done}});
        change(run, "done");
        run.lock = FileDescriptor();
    }
}

void LayerRuns::tellCell(std::size_t layer, const Json& fields) {
    if (areOpen() && m_runs[layer]->state != "done") {
        event(*m_runs[layer], "cell", fields);
    }
}

void LayerRuns::writeResults(std::size_t layer, const std::vector<Json>& cells, bool complete) {
    if (areOpen() && m_runs[layer]->state != "done") {
        m_journal.whenThereIsRoom(0, [&] { CellStore(m_runs[layer]->folder).writeResults(cells, complete); });
    }
}

void LayerRuns::stopped() {
    for (const auto& run : m_runs) {
        if (run->state == "running") {
            event(*run, "stopped", {{"step", run->progress.done}});
            run->state = "stopped";
        }
    }
}

} // namespace halyard
