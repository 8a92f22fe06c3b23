// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/terminal.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/run/run_folder.h"

namespace halyard {

Json Terminal::ask(const Words& words) {
    return parseJson(execute(words, true), "the answer of halyard " + words[0]);
}

void Terminal::say(const std::string& line) {
    std::fprintf(m_shown, "%s\n", line.c_str());
    std::fflush(m_shown);
}

void Terminal::finish(const std::filesystem::path& folder) {
    const RunFolder run = RunFolder::open(folder);
    if (runStatus(run).goesOn()) {
        (void)execute({"run", run.path(), "--attach"}, false, true); // however it ends
    }
    const RunStatus status = runStatus(run);
    if (status.state != "done") {
        (void)execute(status.state == "new" ? Words{"run", run.path()} : Words{"run", run.path(), "--resume"}, false);
    }
}

std::string Terminal::execute(const Words& words, bool capture, bool mayFail) {
    Cancellation::throwIfRequested();
    std::string shown = "  $ halyard";
    for (const std::string& whole : words) {
        const std::string word = whole.starts_with(m_folder) ? whole.substr(m_folder.size()) : whole;
        shown += " " + (word.find(' ') == std::string::npos ? word : "\"" + word + "\"");
    }
    say(shown);
    Words arguments = {m_program.string()};
    arguments.insert(arguments.end(), words.begin(), words.end());
    SubprocessResult result = runSubprocess({.arguments = arguments, .extraEnvironment = {}, .captureOutput = capture});
    Cancellation::throwIfRequested();
    if (!mayFail && (result.signal != 0 || result.exitCode != 0)) {
        throw failure(HALYARD_TEXT("\"halyard {whole}\" stopped because \"halyard {command}\" failed; its own message is "
                                   "above. Call it again to go on."),
                      {{"command", words[0]}, {"whole", m_command}});
    }
    return std::move(result.output);
}

std::string newestCheckpoint(const std::filesystem::path& folder) {
    const RunFolder run(folder);
    const RunStatus status = runStatus(run);
    if (!status.newestCheckpoint) {
        throw failure(HALYARD_TEXT("{run}: the run has no checkpoint. Remove the folder and call the demo again."),
                      {{"run", printable(run.path().string())}});
    }
    return run.checkpoints() / ("step-" + std::to_string(*status.newestCheckpoint));
}

} // namespace halyard
