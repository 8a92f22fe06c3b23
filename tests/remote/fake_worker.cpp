// SPDX-License-Identifier: GPL-3.0-or-later
// A worker that is ready at once: it notes that it was started, logs steps as the real one does, and ends. The number
// of steps and how long one takes are those of the run: schedule.steps, and train.seed in milliseconds.
#include "core/run/events.h"
#include "core/run/run_folder.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

std::atomic<bool> stopped = false;

// One line for each start, so that a test can count them.
void noteStart(const halyard::RunFolder& run) {
    const int file = ::open((run.path() / "starts.txt").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    const std::string line = std::to_string(::getpid()) + "\n";
    (void)!::write(file, line.data(), line.size());
    ::close(file);
}

} // namespace

int main(int argc, char** argv) {
    using namespace halyard;
    if (argc < 3 || std::string(argv[1]) != "run") {
        return 2;
    }
    std::signal(SIGTERM, [](int) { stopped = true; });
    const RunFolder run(argv[2]);
    noteStart(run);
    const RunSpec spec = run.spec();
    EventWriter events(run.events());
    events.write("start", {{"kind", "fake"}});
    std::printf("the worker begins\n");
    for (std::int64_t step = 1; step <= spec.schedule.steps; ++step) {
        while (std::filesystem::exists(run.pause()) && !stopped) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (stopped) {
            events.write("stopped", {{"step", step - 1}});
            return 130;
        }
        events.write("step", {{"step", step},
                              {"loss", 1.0 / static_cast<double>(step)},
                              {"tokens_per_second", 10.0},
                              {"text", "\"quoted\" ü"}});
        std::this_thread::sleep_for(std::chrono::milliseconds(spec.train.seed));
    }
    events.write("done", {{"step", spec.schedule.steps}});
    return 0;
}
