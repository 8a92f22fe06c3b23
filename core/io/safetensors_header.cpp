// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_header.h"

#include "core/base/error.h"
#include "core/base/json_reader.h"

#include <algorithm>
#include <array>
#include <limits>

namespace halyard {

namespace {

constexpr std::size_t kMaxRank = 64; // more than any tensor library takes
constexpr int kDeepest = 8; // whatever is nested deeper than a shape is refused with its own sentence first
constexpr std::string_view kMetadataKey = "__metadata__";

// Takes the header event by event into TensorInfo, without a document in between: a header of 100 MB would become
// gigabytes of nodes, and only here it is known that a repeated key is a tensor listed twice.
class HeaderBuilder {
public:
    HeaderBuilder(const std::string& file, SafetensorsHeader& out) : m_file(file), m_out(out) {}

    void take(const JsonEvent& event);

private:
    // Where the next value belongs.
    enum class Place {
        Document,
        Top,
        TopValue,
        Metadata,
        MetadataValue,
        Tensor,
        DType,
        Shape,
        Offsets
    };

    void takeText(std::string_view value);
    void takeUnsigned(std::uint64_t value);
    void beginObject();
    void endObject();
    void beginArray();
    void endArray();
    void takeKey(std::string_view value);
    void takeKeyOfTensor(std::string_view value);
    void addDimension(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": shape is impossible ({detail} is too large)."),
                         std::to_string(value));
        }
        if (m_tensor.shape.size() == kMaxRank) {
            refuseTensor(
                HALYARD_TEXT("{file}: tensor \"{tensor}\": shape is impossible (more than {detail} dimensions)."),
                std::to_string(kMaxRank));
        }
        m_tensor.shape.push_back(static_cast<std::int64_t>(value));
    }
    [[noreturn]] void refuseTensor(Sentence sentence, const std::string& detail) const {
        throw invalidInput(sentence, {{"file", m_file}, {"tensor", printable(m_tensor.name)}, {"detail", detail}});
    }
    [[noreturn]] void refuseOffsets() const {
        refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": \"data_offsets\" must be {detail} byte positions."),
                     "2");
    }
    [[noreturn]] void refuseDType(std::string_view name) const;
    [[noreturn]] void refuseValue(const std::string& written) const;

    const std::string& m_file;
    SafetensorsHeader& m_out;
    Place m_place = Place::Document;
    bool m_inArray = false;
    bool m_inMetadata = false;
    bool m_sawMetadata = false;
    std::string m_metadataKey;
    TensorInfo m_tensor;
    int m_offsets = 0;
    bool m_sawDType = false;
    bool m_sawShape = false;
    bool m_sawOffsets = false;
};

void HeaderBuilder::take(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    switch (event.kind) {
    case Kind::BeginObject:
        return beginObject();
    case Kind::EndObject:
        return endObject();
    case Kind::BeginArray:
        return beginArray();
    case Kind::EndArray:
        return endArray();
    case Kind::Key:
        return takeKey(event.text);
    case Kind::Text:
        return takeText(event.text);
    case Kind::Unsigned:
        return takeUnsigned(event.unsignedValue);
    case Kind::Null:
        if (m_place == Place::TopValue && m_inMetadata) {
            m_place = Place::Top;
            return;
        }
        refuseValue("null");
    case Kind::True:
    case Kind::False:
        refuseValue(event.kind == Kind::True ? "true" : "false");
    default:
        refuseValue(event.written());
    }
}

void HeaderBuilder::takeText(std::string_view value) {
    if (m_place == Place::MetadataValue) {
        m_out.metadata[m_metadataKey] = value;
        m_place = Place::Metadata;
        return;
    }
    if (m_place != Place::DType) {
        refuseValue("\"" + printable(value, 40) + "\"");
    }
    const std::optional<DType> type = dtypeFromName(value);
    if (!type) {
        refuseDType(value);
    }
    m_tensor.dtype = *type;
    m_place = Place::Tensor;
}

void HeaderBuilder::takeUnsigned(std::uint64_t value) {
    if (!m_inArray) {
        refuseValue(std::to_string(value));
    }
    if (m_place == Place::Shape) {
        return addDimension(value);
    }
    if (m_offsets == 2) {
        refuseOffsets();
    }
    (m_offsets == 0 ? m_tensor.begin : m_tensor.end) = value;
    ++m_offsets;
}

void HeaderBuilder::beginObject() {
    if (m_place == Place::Document) {
        m_place = Place::Top;
    } else if (m_place == Place::TopValue) {
        m_place = m_inMetadata ? Place::Metadata : Place::Tensor;
    } else {
        refuseValue("{");
    }
}

void HeaderBuilder::endObject() {
    if (m_place == Place::Tensor) {
        if (!m_sawDType || !m_sawShape || !m_sawOffsets) {
            refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": \"{detail}\" is missing from the header."),
                         !m_sawDType ? "dtype" : (!m_sawShape ? "shape" : "data_offsets"));
        }
        m_tensor.shape.shrink_to_fit();
        m_out.tensors.push_back(std::move(m_tensor));
        m_tensor = {};
    }
    m_place = m_place == Place::Top ? Place::Document : Place::Top;
}

void HeaderBuilder::beginArray() {
    if (m_inArray || (m_place != Place::Shape && m_place != Place::Offsets)) {
        refuseValue("[");
    }
    (m_place == Place::Shape ? m_sawShape : m_sawOffsets) = true;
    m_inArray = true;
}

void HeaderBuilder::endArray() {
    if (m_place == Place::Offsets && m_offsets != 2) {
        refuseOffsets();
    }
    m_inArray = false;
    m_place = Place::Tensor;
}

void HeaderBuilder::takeKey(std::string_view value) {
    if (m_place == Place::Tensor) {
        return takeKeyOfTensor(value);
    }
    if (m_place == Place::Metadata) {
        m_metadataKey = value;
        if (m_out.metadata.contains(m_metadataKey)) {
            throw invalidInput(HALYARD_TEXT("{file}: metadata \"{key}\" is listed twice. Refused."),
                               {{"file", m_file}, {"key", printable(value)}});
        }
        m_place = Place::MetadataValue;
        return;
    }
    m_inMetadata = value == kMetadataKey;
    if (m_inMetadata && m_sawMetadata) {
        throw invalidInput(HALYARD_TEXT("{file}: \"{key}\" is listed twice. Refused."),
                           {{"file", m_file}, {"key", std::string(kMetadataKey)}});
    }
    m_sawMetadata = m_sawMetadata || m_inMetadata;
    m_tensor = {};
    m_tensor.name = value;
    m_offsets = 0;
    m_sawDType = m_sawShape = m_sawOffsets = false;
    m_place = Place::TopValue;
}

void HeaderBuilder::takeKeyOfTensor(std::string_view value) {
    const Place place = value == "dtype"          ? Place::DType
                        : value == "shape"        ? Place::Shape
                        : value == "data_offsets" ? Place::Offsets
                                                  : Place::Tensor;
    if (place == Place::Tensor) {
        refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": unknown field \"{detail}\" (known: dtype, shape, "
                                  "data_offsets)."),
                     printable(value, 40));
    }
    const bool seen = place == Place::DType ? m_sawDType : place == Place::Shape ? m_sawShape : m_sawOffsets;
    if (seen) {
        refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": \"{detail}\" is listed twice. Refused."),
                     std::string(value));
    }
    m_sawDType = m_sawDType || place == Place::DType;
    m_place = place;
}

void HeaderBuilder::refuseDType(std::string_view name) const {
    std::string known;
    for (int i = 0; i <= static_cast<int>(DType::C64); ++i) {
        known += (known.empty() ? "" : ", ") + std::string(nameOf(static_cast<DType>(i)));
    }
    throw invalidInput(
        HALYARD_TEXT("{file}: tensor \"{tensor}\": unknown data type \"{type}\" (known: {known})."),
        {{"file", m_file}, {"tensor", printable(m_tensor.name)}, {"type", printable(name, 40)}, {"known", known}});
}

void HeaderBuilder::refuseValue(const std::string& written) const {
    switch (m_place) {
    case Place::Document:
        throw invalidInput(
            HALYARD_TEXT("{file}: header is not valid JSON at byte 0: it must be an object, not {found}."),
            {{"file", m_file}, {"found", written}});
    case Place::MetadataValue:
        throw invalidInput(HALYARD_TEXT("{file}: metadata value for \"{key}\" must be text, not {found}."),
                           {{"file", m_file}, {"key", printable(m_metadataKey)}, {"found", printable(written, 40)}});
    case Place::Shape:
        refuseTensor(
            HALYARD_TEXT("{file}: tensor \"{tensor}\": shape is impossible ({detail} is not a whole number of at "
                         "least 0)."),
            printable(written, 40));
    case Place::Offsets:
        refuseTensor(
            HALYARD_TEXT("{file}: tensor \"{tensor}\": \"data_offsets\" holds {detail}; byte positions are whole "
                         "numbers of at least 0."),
            printable(written, 40));
    case Place::DType:
        refuseTensor(HALYARD_TEXT("{file}: tensor \"{tensor}\": \"dtype\" must be a name, not {detail}."),
                     printable(written, 40));
    default:
        refuseTensor(HALYARD_TEXT("{file}: \"{tensor}\" must be an object, not {detail}."), printable(written, 40));
    }
}

void refuseRepeatedNames(const std::vector<TensorInfo>& tensors, const std::string& file) {
    std::vector<std::string_view> names;
    names.reserve(tensors.size());
    for (const TensorInfo& tensor : tensors) {
        names.push_back(tensor.name);
    }
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
        throw invalidInput(HALYARD_TEXT("{file}: tensor \"{tensor}\" is listed twice. Refused."),
                           {{"file", file}, {"tensor", printable(*twice)}});
    }
}

void checkSize(const TensorInfo& tensor, const std::string& file) {
    const Arguments place = {{"file", file}, {"tensor", printable(tensor.name)}};
    const auto with = [&](Arguments more) {
        more.insert(more.begin(), place.begin(), place.end());
        return more;
    };
    const std::optional<std::uint64_t> count = elementCount(tensor.shape);
    const std::size_t bits = bitsOf(tensor.dtype);
    if (!count || *count > std::numeric_limits<std::uint64_t>::max() / bits) {
        throw invalidInput(
            HALYARD_TEXT("{file}: tensor \"{tensor}\": shape {shape} is impossible (product overflows)."),
            with({{"shape", toString(tensor.shape)}}));
    }
    if (*count * bits % 8 != 0) {
        throw invalidInput(HALYARD_TEXT("{file}: tensor \"{tensor}\": {count} {type} values do not fill whole bytes."),
                           with({{"count", grouped(*count)}, {"type", std::string(nameOf(tensor.dtype))}}));
    }
    if (*count * bits / 8 != tensor.bytes()) {
        throw invalidInput(
            HALYARD_TEXT("{file}: tensor \"{tensor}\": {type} {shape} needs {needed} bytes, header gives {given}."),
            with({{"type", std::string(nameOf(tensor.dtype))},
                  {"shape", toString(tensor.shape)},
                  {"needed", grouped(*count * bits / 8)},
                  {"given", grouped(tensor.bytes())}}));
    }
}

// The tensors, sorted by place, must cover the data section without gap or overlap.
void checkPlaces(const std::vector<TensorInfo>& tensors, const std::string& file, std::uint64_t dataBytes) {
    std::uint64_t reached = 0;
    const TensorInfo* before = nullptr; // the last tensor that has bytes
    for (const TensorInfo& tensor : tensors) {
        const Arguments arguments = {{"file", file},
                                     {"tensor", printable(tensor.name)},
                                     {"begin", grouped(tensor.begin)},
                                     {"end", grouped(tensor.end)},
                                     {"gap", grouped(tensor.begin - reached)},
                                     {"other", before == nullptr ? "" : printable(before->name)}};
        if (tensor.begin > tensor.end) {
            throw invalidInput(
                HALYARD_TEXT("{file}: tensor \"{tensor}\": its bytes begin at {begin} and end at {end}."), arguments);
        }
        if (tensor.begin < reached) {
            throw invalidInput(
                HALYARD_TEXT("{file}: tensor \"{tensor}\": bytes {begin}–{end} overlap tensor \"{other}\"."),
                arguments);
        }
        if (tensor.begin > reached) {
            throw invalidInput(HALYARD_TEXT("{file}: gap of {gap} bytes before tensor \"{tensor}\"."), arguments);
        }
        checkSize(tensor, file);
        if (tensor.end > tensor.begin) {
            before = &tensor;
        }
        reached = tensor.end;
    }
    if (reached > dataBytes) {
        throw invalidInput(HALYARD_TEXT("{file}: data is {missing} bytes short (header describes {described}, file has "
                                        "{size}). Download it again."),
                           {{"file", file},
                            {"missing", grouped(reached - dataBytes)},
                            {"described", grouped(reached)},
                            {"size", grouped(dataBytes)}});
    }
    if (reached < dataBytes) {
        throw invalidInput(
            HALYARD_TEXT("{file}: {extra} extra bytes after the last tensor. Refused: a safetensors file "
                         "must contain nothing else."),
            {{"file", file}, {"extra", grouped(dataBytes - reached)}});
    }
}

[[noreturn]] void refuse(const JsonFault& fault, const std::string& file) {
    const std::string byte = std::to_string(fault.byte);
    switch (fault.kind) {
    case JsonFault::Kind::NotUtf8:
        throw invalidInput(HALYARD_TEXT("{file}: header is not valid UTF-8 at byte {byte}. The file is damaged."),
                           {{"file", file}, {"byte", byte}});
    case JsonFault::Kind::TooDeep:
        throw invalidInput(HALYARD_TEXT("{file}: header is nested deeper than {depth} levels. The file is damaged."),
                           {{"file", file}, {"depth", std::to_string(kDeepest)}});
    case JsonFault::Kind::Syntax:
        break;
    }
    throw invalidInput(
        HALYARD_TEXT("{file}: header is not valid JSON at byte {byte}, near \"{token}\". The file is damaged."),
        {{"file", file}, {"byte", byte}, {"token", fault.near}});
}

} // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view text, const std::string& file, std::uint64_t dataBytes) {
    if (text.empty() || text.substr(0, 3) == "\xEF\xBB\xBF") {
        throw invalidInput(text.empty() ? HALYARD_TEXT("{file}: the header is empty. The file is damaged.")
                                        : HALYARD_TEXT("{file}: header is not valid JSON at byte 0: it begins with a "
                                                       "byte-order mark."),
                           {{"file", file}});
    }
    SafetensorsHeader header;
    HeaderBuilder builder(file, header);
    readJson(
        text, kDeepest, [&](const JsonEvent& event) { builder.take(event); },
        [&](const JsonFault& fault) { refuse(fault, file); });
    refuseRepeatedNames(header.tensors, file);
    std::sort(header.tensors.begin(), header.tensors.end(), [](const TensorInfo& a, const TensorInfo& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end != b.end ? a.end < b.end : a.name < b.name;
    });
    checkPlaces(header.tensors, file, dataBytes);
    return header;
}

} // namespace halyard
