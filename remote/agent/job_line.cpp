// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_folder.h"
#include "core/run/study_grid.h"
#include "remote/agent/job_folder.h"
#include "remote/agent/params.h"
#include "remote/agent/requests.h"

namespace halyard {

namespace fs = std::filesystem;

namespace {

using Line = std::vector<std::string>;

// "--name=value": a value that begins with "-" stays a value.
void add(Line& line, const char* name, const std::string& value) {
    line.push_back(std::string("--") + name + "=" + value);
}

void addIfGiven(Line& line, const Params& params, const char* key, const char* option) {
    if (params.has(key)) {
        add(line, option, params.text(key));
    }
}

std::string inProject(const Project& project, const std::string& path) {
    return fs::path(path).is_absolute() ? path : (project.root() / path).lexically_normal().string();
}

// A new folder below one of the project's own.
std::string outputBelow(const Project& project, const char* folder, const std::string& name) {
    if (!isFileName(name)) {
        throw invalidInput(HALYARD_TEXT("\"{name}\" cannot be the name of a folder: use 1 to 120 characters without \"/\", not beginning with \".\"."),
                           {{"name", printable(name, 80)}});
    }
    std::error_code error;
    fs::create_directories(project.root() / folder, error);
    return (project.root() / folder / name).string();
}

Line exportLine(const Project& project, const Params& params) {
    Line line = {"export", "--json"};
    add(line, "run", project.run(params.text("run")).path().string());
    add(line, "out", outputBelow(project, "exports", params.text("out")));
    if (params.has("step")) {
        add(line, "step", std::to_string(params.whole("step")));
    }
    addIfGiven(line, params, "scaling", "attn-logits-scaling");
    if (params.has("tokenizer")) {
        add(line, "tokenizer", inProject(project, params.text("tokenizer")));
    }
    return line;
}

Line prepareLine(const Project& project, const Params& params, const Json& arguments) {
    constexpr std::size_t kMostInputs = 1000;
    Line line = {"data", "prepare", "--json"};
    add(line, "tokenizer", inProject(project, params.text("tokenizer")));
    const Json inputs = arguments.value("inputs", Json());
    if (!inputs.is_array() || inputs.empty() || inputs.size() > kMostInputs) {
        throw invalidInput(HALYARD_TEXT("\"inputs\" must be a list of 1 to {most} files or folders."), {{"most", std::to_string(kMostInputs)}});
    }
    for (const Json& input : inputs) {
        if (!input.is_string()) {
            throw invalidInput(HALYARD_TEXT("\"inputs\" must be a list of paths."));
        }
        add(line, "input", inProject(project, input.get<std::string>()));
    }
    add(line, "out", outputBelow(project, "data", params.text("out")));
    addIfGiven(line, params, "packing", "packing");
    if (params.has("block")) {
        add(line, "block", std::to_string(params.whole("block")));
    }
    addIfGiven(line, params, "held_out", "held-out");
    if (params.has("held_out_out")) {
        add(line, "held-out-dir", outputBelow(project, "data", params.text("held_out_out")));
    }
    return line;
}

Line tryLine(const Project& project, const Params& params, const JobFolder& folder) {
    RunSpec spec = runSpecFromJson(params.object("spec"), "run.json");
    completeInputs(spec, project);
    std::error_code error;
    fs::create_directories(folder.path(), error);
    if (!fs::exists(folder.draft(), error)) {
        (void)RunFolder::create(folder.draft(), spec);
    }
    return {"run", folder.draft().string(), "--dry", "--json", "--steps=" + std::to_string(params.whole("steps", 2))};
}

Line demoLine(const Project& project, const Params& params) {
    Line line = {"demo", "--json"};
    add(line, "out", project.root().string());
    addIfGiven(line, params, "budget", "budget");
    return line;
}

// Creates the run of a grid, which is then started like any other.
Line studyLine(const Project& project, const Params& params, const JobFolder& folder) {
    const StudyGrid grid = gridFromJson(params.object("grid"), "grid.json", project.root());
    std::error_code error;
    fs::create_directories(folder.path(), error);
    writeJsonFile(folder.grid(), toJson(grid));
    Line line = {"study", folder.grid().string(), "--create", "--json"};
    add(line, "project", project.root().string());
    return line;
}

} // namespace

std::vector<std::string> jobLine(const Project& project, const std::string& kind, const Json& arguments, const JobFolder& folder) {
    const Request named = {"", kind, arguments};
    const Params params(named);
    if (kind == "export") {
        return exportLine(project, params);
    }
    if (kind == "prepare") {
        return prepareLine(project, params, arguments);
    }
    if (kind == "try") {
        return tryLine(project, params, folder);
    }
    if (kind == "demo") {
        return demoLine(project, params);
    }
    if (kind == "study") {
        return studyLine(project, params, folder);
    }
    throw invalidInput(HALYARD_TEXT("\"{kind}\" is not a job: export, prepare, try, demo or study."), {{"kind", printable(kind, 40)}});
}

} // namespace halyard
