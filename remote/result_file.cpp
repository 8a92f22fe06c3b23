// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/result_file.h"

#include "core/base/error.h"
#include "remote/push_fields.h"

#include <memory>
#include <string>

#include <QPointer>

namespace halyard::remote {

namespace {

constexpr int kMostVersions = 20; // of a file that is replaced again and again while it is read

struct Piece {
    std::uint64_t offset = 0, size = 0, file = 0;
    QByteArray data;
};

Piece pieceIn(const Json& answer) {
    const std::string text = textIn(answer, "data");
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text), QByteArray::AbortOnBase64DecodingErrors);
    Piece piece{wholeIn(answer, "offset"), wholeIn(answer, "size"), wholeIn(answer, "file"), decoded ? *decoded : QByteArray()};
    if (!decoded) {
        throw failure(HALYARD_TEXT("The agent sent a piece of a file that is not base64. Update halyard-agent on that machine."));
    }
    return piece;
}

Json linesOf(const std::string& text, const std::string& source) {
    Json lines = Json::array();
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end > begin) {
            lines.push_back(parseJson(std::string_view(text).substr(begin, end - begin),
                                      source + " line " + std::to_string(lines.size() + 1)));
        }
        begin = end + 1;
    }
    return lines;
}

// Asks for one piece after the other; kept alive by the handlers of its requests.
class Fetch : public std::enable_shared_from_this<Fetch> {
public:
    Fetch(AgentSession& agent, const QString& run, const QString& file, QObject* context, AnswerHandler handler, std::uint64_t limit)
        : m_agent(&agent), m_run(run.toStdString()), m_file(file.toStdString()), m_context(context), m_handler(std::move(handler)),
          m_limit(limit) {}

    void ask() {
        const Json params = {{"run", m_run}, {"file", m_file}, {"offset", m_bytes.size()}};
        m_agent->request(QStringLiteral("result"), params, m_context, [self = shared_from_this()](const Answer& answer) {
            if (!answer.ok) {
                self->m_handler(answer);
                return;
            }
            try {
                self->take(pieceIn(answer.result));
            } catch (const Error& error) {
                self->m_handler({.ok = false, .result = Json::object(), .error = error.message()});
            }
        });
    }

private:
    void take(const Piece& piece) {
        if (piece.file == 0) { // none, or none any more
            m_handler({.ok = true, .result = nullptr, .error = {}});
            return;
        }
        if (piece.size > m_limit) {
            throw failure(HALYARD_TEXT("{file} of {run} has {size} bytes; the limit here is {limit}. Open it in the run's folder."),
                          {{"file", m_file}, {"run", printable(m_run)}, {"size", grouped(piece.size)}, {"limit", grouped(m_limit)}});
        }
        const bool isAnother = !m_bytes.empty() && (piece.file != m_identity || piece.size != m_size);
        m_identity = piece.file;
        m_size = piece.size;
        const bool isWrong = piece.offset != m_bytes.size() || m_bytes.size() + static_cast<std::size_t>(piece.data.size()) > m_size ||
                             (piece.data.isEmpty() && m_bytes.size() < m_size);
        if (isAnother || isWrong) {
            if (++m_versions >= kMostVersions) {
                throw failure(HALYARD_TEXT("{file} of {run} changed while it was read, {count} times. Try again."),
                              {{"file", m_file}, {"run", printable(m_run)}, {"count", std::to_string(m_versions)}});
            }
            m_bytes.clear();
            ask();
            return;
        }
        m_bytes += piece.data.toStdString();
        if (m_bytes.size() < m_size) {
            ask();
            return;
        }
        const std::string source = m_run + "/" + m_file;
        m_handler({.ok = true, .result = m_file.ends_with(".jsonl") ? linesOf(m_bytes, source) : parseJson(m_bytes, source), .error = {}});
    }

    QPointer<AgentSession> m_agent;
    std::string m_run, m_file;
    QPointer<QObject> m_context;
    AnswerHandler m_handler;
    std::uint64_t m_limit = 0;
    std::uint64_t m_identity = 0, m_size = 0;
    std::string m_bytes;
    int m_versions = 0;
};

} // namespace

void fetchResult(AgentSession& agent, const QString& run, const QString& file, QObject* context, AnswerHandler handler,
                 std::uint64_t limit) {
    std::make_shared<Fetch>(agent, run, file, context, std::move(handler), limit)->ask();
}

} // namespace halyard::remote
