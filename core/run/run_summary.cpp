// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_summary.h"

#include "core/base/error.h"
#include "core/base/message_json.h"

#include <algorithm>
#include <sys/stat.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

template <class Value> Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

// Reads members of a document from another machine; a member of another type is refused by name.
class Members {
public:
    explicit Members(const Json& document) : m_document(document) {
        if (!document.is_object()) {
            refuse("summary");
        }
    }

    [[nodiscard]] std::string text(const char* key) const {
        return get<std::string>(key, &Json::is_string).value_or("");
    }
    [[nodiscard]] std::int64_t whole(const char* key) const {
        return get<std::int64_t>(key, &Json::is_number_integer).value_or(0);
    }
    template <class Value> [[nodiscard]] std::optional<Value> number(const char* key) const {
        return get<Value>(key, std::is_integral_v<Value> ? &Json::is_number_integer : &Json::is_number);
    }
    [[nodiscard]] Json list(const char* key) const { return get<Json>(key, &Json::is_array).value_or(Json::array()); }
    [[nodiscard]] Json object(const char* key) const {
        return get<Json>(key, &Json::is_object).value_or(Json::object());
    }

private:
    using Test = bool (Json::*)() const noexcept;

    [[noreturn]] static void refuse(const char* key) {
        throw invalidInput(HALYARD_TEXT("The summary of a run has a \"{key}\" of another type."), {{"key", key}});
    }
    template <class Value> [[nodiscard]] std::optional<Value> get(const char* key, Test isRight) const {
        const auto found = m_document.find(key);
        if (found == m_document.end() || found->is_null()) {
            return std::nullopt;
        }
        if (!((*found).*isRight)()) {
            refuse(key);
        }
        return found->template get<Value>();
    }

    const Json& m_document;
};

Json toJson(const RunInput& input) {
    return {{"role", input.role}, {"path", input.path}, {"step", orNull(input.step)}, {"hash", input.hash}};
}

std::optional<double> changeTime(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        return std::nullopt;
    }
    return static_cast<double>(info.st_mtim.tv_sec) + 1e-9 * static_cast<double>(info.st_mtim.tv_nsec);
}

void readNotes(const RunFolder& run, RunSummary& summary) {
    std::error_code error;
    if (!fs::exists(run.notes(), error)) {
        return;
    }
    const Json document = readJsonFile(run.notes(), {.maxBytes = std::size_t{64} << 10U});
    const Members members(document);
    summary.notes = members.text("notes");
    summary.notesVersion = members.whole("version");
    if (const std::string title = members.text("title"); !title.empty()) {
        summary.title = title;
    }
}

} // namespace

std::string compositeOf(std::string_view run) {
    const std::size_t end = run.rfind(kInComposite);
    return std::string(end == std::string_view::npos ? std::string_view() : run.substr(0, end));
}

std::string lastName(std::string_view run) {
    const std::size_t end = run.rfind(kInComposite);
    return std::string(end == std::string_view::npos ? run : run.substr(end + kInComposite.size()));
}

std::string runNameOf(const fs::path& folder) {
    const std::string name = folder.filename().string();
    const fs::path parent = folder.parent_path();
    std::error_code error;
    const bool inComposite = parent.filename() == "children" && fs::exists(RunFolder(parent.parent_path()).specFile(), error);
    return inComposite ? runNameOf(parent.parent_path()) + std::string(kInComposite) + name : name;
}

Json toJson(const RunStatus& status) {
    return {{"state", status.state},
            {"step", status.step},
            {"total_steps", status.totalSteps},
            {"loss", orNull(status.loss)},
            {"tokens_per_second", orNull(status.tokensPerSecond)},
            {"newest_checkpoint", orNull(status.newestCheckpoint)},
            {"cause", status.cause},
            {"version", status.version},
            {"changed", orNull(status.changed)},
            {"silence", orNull(status.silence)},
            {"stalled", orNull(status.stalled)},
            {"reason", status.reason},
            {"message", status.message ? toJson(*status.message) : Json(nullptr)}};
}

RunStatus runStatusFromJson(const Json& document) {
    const Members members(document);
    RunStatus status;
    status.state = members.text("state");
    status.step = members.whole("step");
    status.totalSteps = members.whole("total_steps");
    status.loss = members.number<double>("loss");
    status.tokensPerSecond = members.number<double>("tokens_per_second");
    status.newestCheckpoint = members.number<std::int64_t>("newest_checkpoint");
    status.cause = members.text("cause");
    status.version = members.whole("version");
    status.changed = members.number<double>("changed");
    status.silence = members.number<double>("silence");
    status.stalled = members.number<double>("stalled");
    status.reason = members.text("reason");
    status.message = messageFromJson(members.object("message"));
    return status;
}

Json toJson(const RunSummary& summary) {
    Json inputs = Json::array();
    for (const RunInput& input : summary.inputs) {
        inputs.push_back(toJson(input));
    }
    return {{"run", summary.run},
            {"title", summary.title},
            {"notes", summary.notes},
            {"kind", summary.kind},
            {"preset", summary.preset},
            {"spec_hash", summary.specHash},
            {"inputs", inputs},
            {"stale_inputs", summary.staleInputs},
            {"status", toJson(summary.status)},
            {"notes_version", summary.notesVersion},
            {"created", orNull(summary.created)},
            {"changed", orNull(summary.changed)},
            {"queue_position", summary.queuePosition},
            {"unreadable", summary.unreadable}};
}

RunSummary runSummaryFromJson(const Json& document) {
    const Members members(document);
    RunSummary summary;
    summary.run = members.text("run");
    summary.title = members.text("title");
    summary.notes = members.text("notes");
    summary.kind = members.text("kind");
    summary.preset = members.text("preset");
    summary.specHash = members.text("spec_hash");
    for (const Json& each : members.list("inputs")) {
        const Members input(each);
        summary.inputs.push_back(
            {input.text("role"), input.text("path"), input.number<std::int64_t>("step"), input.text("hash")});
    }
    for (const Json& role : members.list("stale_inputs")) {
        if (role.is_string()) {
            summary.staleInputs.push_back(role.get<std::string>());
        }
    }
    summary.status = runStatusFromJson(members.object("status"));
    summary.notesVersion = members.whole("notes_version");
    summary.created = members.number<double>("created");
    summary.changed = members.number<double>("changed");
    summary.queuePosition = members.number<std::int64_t>("queue_position").value_or(-1);
    summary.unreadable = members.text("unreadable");
    return summary;
}

RunSummary summaryOf(const RunFolder& run) {
    RunSummary summary;
    summary.run = run.path().filename().string();
    summary.title = summary.run;
    summary.created = changeTime(run.specFile());
    for (const fs::path& file : {run.specFile(), run.state(), run.exit(), run.events()}) {
        summary.changed = std::max(summary.changed, changeTime(file));
    }
    try {
        const RunSpec spec = run.spec();
        summary.title = spec.name.empty() ? summary.run : spec.name;
        summary.kind = nameOf(spec.kind);
        summary.preset = spec.preset;
        summary.specHash = hashOf(spec);
        summary.inputs = spec.inputs;
        summary.status = runStatus(run);
        readNotes(run, summary);
    } catch (const std::exception& error) {
        summary.unreadable = printable(error.what(), 500);
    }
    return summary;
}

} // namespace halyard
