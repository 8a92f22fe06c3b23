// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/session_fixture.h"

#include "core/base/atomic_file.h"
#include "core/run/presets.h"

#include <algorithm>

#include <QCoreApplication>
#include <QTest>

namespace halyard::testing {

using namespace remote;

namespace {

constexpr int kPatience = 60'000; // milliseconds; a busy machine takes its time

SessionOptions quickOptions() {
    SessionOptions options;
    options.actor = QStringLiteral("ana@laptop2");
    options.firstWait = std::chrono::milliseconds(10);
    options.longestWait = std::chrono::milliseconds(80);
    return options;
}

} // namespace

QString testAgent() {
    return QString::fromStdString((std::filesystem::path(std::getenv("HALYARD_TEST_BIN")) / "halyard-agent").string());
}

SessionFixture::SessionFixture(const QByteArray& kind, int cuts, unsigned seed)
    : m_kind(kind), m_line(std::make_shared<FlakyLine>(seed)) {
    m_line->cutsLeft = cuts;
    // A LibTorch by its looks: the quick worker does not load it.
    m_folder.write("torch/lib/libtorch_cpu.so", "");
    m_folder.write("torch/version.py", "__version__ = '" HALYARD_TORCH_VERSION "'\n");
    ::setenv("HALYARD_TORCH_DIR", (m_folder / "torch").c_str(), 1);
    m_folder.write("project/halyard.project.json", R"({"schema": 1, "name": "test"})");
    std::filesystem::create_directories(root() / "runs");
    m_folder.write("project/data/manifest.json", R"({"format": "halyard token shards", "version": 1})");
    m_folder.write("project/tokenizer/tokenizer.json", "{}");
    m_agent = another();
    m_agent->start();
}

SessionFixture::~SessionFixture() {
    m_agent.reset();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(root() / "runs", error)) {
        (void)waitForEnd(entry.path().filename().string());
    }
}

std::unique_ptr<AgentSession> SessionFixture::another() {
    TransportFactory transports = pipeTransports(testAgent(), QString::fromStdString(root().string()));
    if (m_kind == "flaky") {
        transports = flaky(m_line, transports);
    }
    return std::make_unique<AgentSession>(transports, quickOptions());
}

Json SessionFixture::spec(int steps, int milliseconds) const {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.kind = RunKind::Pretrain;
    spec.schedule.steps = steps;
    spec.schedule.tokens = 0;
    spec.schedule.warmup_steps = 0;
    spec.train.seed = milliseconds;
    spec.inputs = {{"data", (root() / "data").string(), std::nullopt, ""},
                   {"tokenizer", (root() / "tokenizer").string(), std::nullopt, ""}};
    return toJson(spec);
}

int SessionFixture::starts(const std::string& name) const {
    const std::string text = contentOf(run(name) / "starts.txt");
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

Answer SessionFixture::ask(const char* verb, Json params) {
    std::optional<Answer> given;
    m_agent->request(QString::fromLatin1(verb), std::move(params), m_agent.get(),
                     [&](const Answer& answer) { given = answer; });
    if (!QTest::qWaitFor([&] { return given.has_value(); }, kPatience)) {
        return {.ok = false, .result = Json::object(), .error = Message(HALYARD_TEXT("No answer came."))};
    }
    return *given;
}

bool SessionFixture::launch(const std::string& name, int steps, int milliseconds) {
    const Answer created =
        ask("create", {{"name", name}, {"request", "create-" + name}, {"spec", spec(steps, milliseconds)}});
    if (!created.ok) {
        qWarning("%s", created.error.text().c_str());
        return false;
    }
    const Answer started = ask("start", {{"run", name}, {"request", "start-" + name}});
    if (!started.ok) {
        qWarning("%s", started.error.text().c_str());
    }
    return started.ok;
}

bool SessionFixture::waitForEnd(const std::string& name) const {
    const RunFolder folder(run(name));
    return QTest::qWaitFor([&] { return !folder.isLocked(); }, kPatience);
}

RawFollower::RawFollower(AgentSession& agent, const std::string& run, const char* what, const std::string& file)
    : m_agent(agent) {
    m_stream = agent.follow(
        [this, run, what, file] {
            Json params = {{"what", what}, {"run", run}, {"offset", m_bytes.size()}};
            if (!file.empty()) {
                params["file"] = file;
            }
            return params;
        },
        this,
        [this](const Json& push) {
            // What comes twice or out of order shows as bytes that differ.
            m_bytes += QByteArray::fromBase64(QByteArray::fromStdString(push["data"].get<std::string>())).toStdString();
            m_agent.acknowledge(m_stream, m_bytes.size());
        });
}

} // namespace halyard::testing
