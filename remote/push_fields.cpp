// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/push_fields.h"

#include "core/base/error.h"

namespace halyard::remote {

namespace {

const Json& memberOf(const Json& push, const char* key, bool (Json::*isRight)() const noexcept) {
    const auto found = push.find(key);
    if (found == push.end() || !((*found).*isRight)()) {
        throw failure(
            HALYARD_TEXT(
                "The agent sent a push whose \"{key}\" is missing or of another type. The connection was closed; runs "
                "are not affected."),
            {{"key", key}});
    }
    return *found;
}

} // namespace

std::string textIn(const Json& push, const char* key) {
    return memberOf(push, key, &Json::is_string).get<std::string>();
}

std::uint64_t wholeIn(const Json& push, const char* key) {
    return memberOf(push, key, &Json::is_number_unsigned).get<std::uint64_t>();
}

bool flagIn(const Json& push, const char* key) {
    return memberOf(push, key, &Json::is_boolean).get<bool>();
}

BytesPush bytesIn(const Json& push) {
    BytesPush piece{wholeIn(push, "offset"),
                    wholeIn(push, "next"),
                    wholeIn(push, "size"),
                    wholeIn(push, "file"),
                    flagIn(push, "restarted"),
                    flagIn(push, "end"),
                    {}};
    const std::string& text = memberOf(push, "data", &Json::is_string).get_ref<const std::string&>();
    auto decoded =
        QByteArray::fromBase64Encoding(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())),
                                       QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || piece.next < piece.offset ||
        static_cast<std::uint64_t>(decoded.decoded.size()) != piece.next - piece.offset) {
        throw failure(HALYARD_TEXT(
            "The agent sent a piece of a file that has not the bytes it says. The connection was closed; runs are "
            "not affected."));
    }
    piece.data = std::move(decoded.decoded);
    return piece;
}

void requireOffset(const BytesPush& piece, std::uint64_t due) {
    if (piece.offset != due) {
        throw failure(HALYARD_TEXT("The agent sent a file from byte {found} where byte {expected} was due. The "
                                   "connection was closed; runs "
                                   "are not affected."),
                      {{"found", std::to_string(piece.offset)}, {"expected", std::to_string(due)}});
    }
}

void addExpectation(Json& params, const RunSummary* shown) {
    if (shown != nullptr) {
        params["expected_version"] = shown->status.version;
        params["expected_state"] = shown->status.state;
    }
}

} // namespace halyard::remote
