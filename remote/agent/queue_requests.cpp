// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/params.h"
#include "remote/agent/queue_file.h"
#include "remote/agent/queue_scheduler.h"
#include "remote/agent/requests.h"

#include <algorithm>

namespace halyard {

namespace {

Json queueNow(const QueueFile& file) {
    Json queue = toJson(file.read());
    queue.erase("finished");
    queue["scheduled"] = file.isScheduled();
    return queue;
}

void refuseUnfit(const RunFolder& run, const std::string& name, bool resume) {
    const RunStatus status = runStatus(run);
    const Arguments arguments = {{"run", printable(name)}};
    if (status.goesOn()) {
        throw invalidInput(HALYARD_TEXT("{run} is running already."), arguments);
    }
    if (status.state == "done") {
        throw invalidInput(HALYARD_TEXT("{run} is done already."), arguments);
    }
    if (status.canResume() && !resume) {
        throw invalidInput(HALYARD_TEXT("{run} has begun before. Put it into the queue to be continued."), arguments);
    }
}

} // namespace

Json answerQueue(const RequestContext& context) {
    return queueNow(QueueFile(context.project.runs()));
}

Json answerEnqueue(const RequestContext& context) {
    const Params params(context.request);
    const std::string name = params.text("run");
    const bool resume = params.flag("resume");
    const std::string id = params.text("request", 64);
    const QueueFile file(context.project.runs());
    file.edit([&](Queue& queue) {
        const RunFolder run = context.project.wholeRun(name); // nobody removes it now
        if (queue.knows(id)) {
            return false;
        }
        if (const QueuedRun* const there = queue.find(name)) {
            throw invalidInput(HALYARD_TEXT("{run} is in the queue already; {actor} put it there."),
                               {{"run", printable(name)}, {"actor", printable(there->actor)}});
        }
        refuseUnfit(run, name, resume);
        queue.entries.push_back({name, id, context.actor, unixTime(), resume, false});
        return true;
    });
    ensureScheduler(context.project, context.agent);
    return queueNow(file);
}

Json answerDequeue(const RequestContext& context) {
    const std::string name = Params(context.request).text("run");
    const QueueFile file(context.project.runs());
    file.edit([&](Queue& queue) {
        const QueuedRun* const there = queue.find(name);
        if (there == nullptr) {
            return false;
        }
        if (there->running) {
            throw invalidInput(HALYARD_TEXT("{run} runs already. Stop it instead."), {{"run", printable(name)}});
        }
        queue.remove(name);
        return true;
    });
    return queueNow(file);
}

Json answerReorder(const RequestContext& context) {
    const Params params(context.request);
    const std::string name = params.text("run");
    const auto position = static_cast<std::size_t>(params.whole("position"));
    const QueueFile file(context.project.runs());
    file.edit([&](Queue& queue) {
        const QueuedRun* const there = queue.find(name);
        if (there == nullptr) {
            throw invalidInput(HALYARD_TEXT("{run} is not in the queue any more."), {{"run", printable(name)}});
        }
        const QueuedRun entry = *there;
        std::erase_if(queue.entries, [&](const QueuedRun& each) { return each.run == name; });
        const std::size_t at = std::min(position, queue.entries.size());
        queue.entries.insert(queue.entries.begin() + static_cast<std::ptrdiff_t>(at), entry);
        return true;
    });
    return queueNow(file);
}

} // namespace halyard
