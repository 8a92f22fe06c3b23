// SPDX-License-Identifier: GPL-3.0-or-later
// A worker without training: "run RUN [--resume]". The file "behaviour" in the folder above HALYARD_TORCH_DIR says what
// it does, by rank or by the run's name: "RANK WORDS", "NAME WORDS" or "* WORDS" a line. It keeps the number of its steps, so
// that what was done is not done again.
#include "core/io/checkpoint_store.h"
#include "core/run/events.h"
#include "core/run/heartbeat.h"
#include "core/run/run_folder.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>
#include <sstream>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace halyard;

volatile std::sig_atomic_t g_stop = 0;

void onStop(int /*signal*/) {
    g_stop = 1;
}

void nap(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

std::string behaviour(const std::string& rank, const std::string& run) {
    std::ifstream file(fs::path(std::getenv("HALYARD_TORCH_DIR")).parent_path() / "behaviour");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(rank + " ") || line.starts_with(run + " ") || line.starts_with("* ")) {
            return line.substr(line.find(' ') + 1);
        }
    }
    return "done";
}

// Takes the steps of the spec, one event each; waits while paused; a stop is honoured between two steps.
int takeSteps(const RunFolder& run, int perStep) {
    const fs::path counter = run.path() / "steps_done";
    std::int64_t step = 0;
    std::ifstream(counter) >> step;
    const std::int64_t total = totalSteps(run.spec());
    EventWriter events(run.events());
    Heartbeat heartbeat(run);
    events.write("start", {{"total_steps", total}});
    while (step < total) {
        while (fs::exists(run.pause()) && g_stop == 0) {
            nap(5);
        }
        if (g_stop != 0) {
            events.write("stopped", {{"step", step}});
            return 130;
        }
        nap(perStep);
        ++step;
        std::ofstream(counter.string() + ".new") << step;
        fs::rename(counter.string() + ".new", counter);
        events.write("step", {{"step", step}, {"loss", 1.0}});
        heartbeat.beat(step);
    }
    events.write("done", {{"step", step}});
    return 0;
}

// The loss of a probe of GA-S2: at first the last layers are best, from step 11 on layers 2 and 0.
double probeLoss(const RunFolder& run, std::int64_t step) {
    static const std::vector<double> kLater = {0.25, 0.75, 0.125, 0.5};
    const std::size_t layer = run.spec().model.attention_layers.at(0);
    return step <= 10 ? 4.0 - static_cast<double>(layer) : kLater.at(layer) + 1.0 / static_cast<double>(step);
}

// A probe of GA-S2 with checkpoints, which waits at the step that is asked for.
int probe(const RunFolder& run, int perStep, std::int64_t until) {
    const RunSpec spec = run.spec();
    const std::int64_t total = totalSteps(spec);
    CheckpointStore store(run.checkpoints());
    const auto newest = store.newestIntact();
    std::int64_t step = newest ? newest->step : 0;
    EventWriter events(run.events());
    Heartbeat heartbeat(run);
    const auto save = [&] {
        (void)store.save(step, {}, [&](const fs::path& folder) { std::ofstream(folder / "x") << step; });
    };
    events.write("start", {{"total_steps", total}});
    while (step < std::min(until, total) && g_stop == 0) {
        nap(perStep);
        ++step;
        events.write("step", {{"step", step}, {"loss", probeLoss(run, step)}});
        heartbeat.beat(step);
    }
    if (step >= std::min(until, total) && spec.input("held_out") != nullptr) {
        events.write("held_out", {{"step", step}, {"loss", 2 * probeLoss(run, step)}});
    }
    if (!newest || newest->step != step) {
        save();
    }
    events.write(step == total ? "done" : "stopped", {{"step", step}});
    return step == total ? 0 : step >= until ? 3 : 130;
}

// Where a rank stands, for the others.
fs::path placeOf(const RunFolder& run, int rank) {
    return run.path() / ("rank-" + std::to_string(rank));
}

std::int64_t placeAt(const RunFolder& run, int rank) {
    std::int64_t step = 0;
    std::ifstream(placeOf(run, rank)) >> step;
    return step;
}

// Takes the steps of the spec together with the other ranks: each waits for all before the next. words: milliseconds of a
// step, and the word for what is done at a step: "blocked 7", "saving 7" (a while that is no step).
int stepTogether(const RunFolder& run, std::istringstream& words, int perStep) {
    const int rank = std::atoi(std::getenv("HALYARD_RANK"));
    const int ranks = std::atoi(std::getenv("HALYARD_WORLD_SIZE"));
    std::string what;
    std::int64_t when = 0;
    words >> what >> when;
    EventWriter events(run.events());
    Heartbeat heartbeat(run, rank);
    fs::remove(placeOf(run, rank));
    nap(what == "late" ? 2000 : 0);
    for (std::int64_t step = 1; step <= totalSteps(run.spec()); ++step) {
        while (fs::exists(run.pause()) && g_stop == 0) {
            nap(5);
        }
        nap(perStep);
        while (what == "blocked" && step == when) { // in a call that never returns, hearing nothing
            nap(1000);
        }
        if (what == "saving" && step == when) {
            heartbeat.besideSteps(true);
            nap(4000);
            heartbeat.besideSteps(false);
        }
        heartbeat.beat(step);
        std::ofstream(placeOf(run, rank).string() + ".new") << step;
        fs::rename(placeOf(run, rank).string() + ".new", placeOf(run, rank));
        for (int other = 0; other < ranks; ++other) {
            while (placeAt(run, other) < step) {
                if (g_stop != 0) {
                    return 130;
                }
                nap(2);
            }
        }
        if (rank == 0) {
            events.write("step", {{"step", step}, {"loss", 1.0}});
        }
    }
    return 0;
}

int spawnAndLeave() {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        if (::fork() == 0) { // a grandchild that hides from its group
            ::pause();
        }
        ::_exit(0);
    }
    return 0;
}

int useMemory() {
    std::vector<char*> blocks;
    for (int i = 0; i < 4096; ++i) { // 4 GB at most
        char* const block = static_cast<char*>(std::malloc(1U << 20U));
        if (block == nullptr) {
            break;
        }
        std::memset(block, i, 1U << 20U);
        blocks.push_back(block);
    }
    std::fprintf(stderr, "the memory did not run out\n");
    return 1;
}

int behave(const RunFolder& run, const std::string& words, std::int64_t until) {
    std::istringstream in(words);
    std::string word;
    int number = 0;
    in >> word >> number;
    if (word == "segfault") {
        ::signal(SIGSEGV, SIG_DFL); // a sanitizer would turn it into an exit
        ::raise(SIGSEGV);
    } else if (word == "signal") {
        ::raise(number);
    } else if (word == "exit") {
        std::fprintf(stderr, "halyard-worker: rank %s gives up.\n", std::getenv("HALYARD_RANK"));
        return number;
    } else if (word == "silent") {
        return number;
    } else if (word == "no-memory") {
        std::fprintf(stderr, "halyard-worker: There is not enough memory for this. Use a smaller batch or context.\n");
        return 1;
    } else if (word == "memory") {
        return useMemory();
    } else if (word == "leave-orphan") {
        return spawnAndLeave();
    } else if (word == "deaf") { // hears no stop
        std::signal(SIGTERM, SIG_IGN);
        std::ofstream(run.path() / "deaf") << "";
        for (;;) {
            nap(1000);
        }
    } else if (word == "wait") {
        while (g_stop == 0) {
            nap(5);
        }
        return 130;
    } else if (word == "together") {
        return stepTogether(run, in, number);
    } else if (word == "steps") {
        return takeSteps(run, number);
    } else if (word == "probe") {
        return probe(run, number, until);
    } else if (word == "select") { // layer number, as a sweep says which layers it keeps
        fs::create_directory(run.path() / "selections");
        std::ofstream(run.path() / "selections/x.json") << "{\"selected\": [" << number << "], \"num_layers\": 6}";
        return takeSteps(run, 0);
    } else if (word == "once") { // crashes the first time, then takes its steps
        if (fs::exists(run.path() / "crashed")) {
            return takeSteps(run, 1);
        }
        std::ofstream(run.path() / "crashed") << "";
        ::raise(SIGABRT);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3 || std::strcmp(argv[1], "run") != 0) {
        return 2;
    }
    struct sigaction action {};
    action.sa_handler = onStop;
    ::sigaction(SIGTERM, &action, nullptr);
    const RunFolder run(argv[2]);
    std::ofstream(run.path() / "started", std::ios::app) << ::getpid() << '\n'; // one line a start of a rank
    std::int64_t until = std::numeric_limits<std::int64_t>::max();
    for (int i = 3; i + 1 < argc; ++i) {
        until = std::strcmp(argv[i], "--until-step") == 0 ? std::atoll(argv[i + 1]) : until;
    }
    return behave(run, behaviour(std::getenv("HALYARD_RANK"), run.path().filename().string()), until);
}
