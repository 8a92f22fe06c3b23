// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/safetensors_header.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <limits>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace halyard {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian and used in place");

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;

struct TypeRow {
    std::string_view name;
    std::size_t bits;
};

// In the order of DType.
constexpr std::array<TypeRow, 20> kTypes{{{"BOOL", 8},    {"U8", 8},    {"I8", 8},      {"U16", 16},    {"I16", 16},
                                          {"F16", 16},    {"BF16", 16}, {"U32", 32},    {"I32", 32},    {"F32", 32},
                                          {"U64", 64},    {"I64", 64},  {"F64", 64},    {"F8_E4M3", 8}, {"F8_E5M2", 8},
                                          {"F8_E8M0", 8}, {"F4", 4},    {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"C64", 64}}};

std::uint64_t littleEndian(const std::string& bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) {
        value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}

Error changedWhileRead(const std::filesystem::path& path) {
    return failure(HALYARD_TEXT("{file}: file changed while being read. Try again."),
                   {{"file", printable(path.string())}});
}

std::string readAt(const FileDescriptor& file, std::uint64_t offset, std::size_t size,
                   const std::filesystem::path& path) {
    std::string out(size, '\0');
    for (std::size_t filled = 0; filled < size;) {
        const ssize_t got =
            ::pread(file.get(), out.data() + filled, size - filled, static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
        }
        if (got == 0) {
            throw changedWhileRead(path);
        }
        filled += static_cast<std::size_t>(got);
    }
    return out;
}

// What people most often have in hand instead of the file itself.
void refuseStandIns(const FileDescriptor& file, std::uint64_t size, const std::filesystem::path& path) {
    std::string start = readAt(file, 0, static_cast<std::size_t>(std::min<std::uint64_t>(size, 64)), path);
    if (start.starts_with("version https://git-lfs")) {
        throw invalidInput(
            HALYARD_TEXT("{file}: this is a Git LFS pointer of {size} bytes, not the file itself. Run \"git "
                         "lfs pull\" in its folder."),
            {{"file", printable(path.string())}, {"size", grouped(size)}});
    }
    std::transform(start.begin(), start.end(), start.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (start.starts_with("<!doctype") || start.starts_with("<html")) {
        throw invalidInput(
            HALYARD_TEXT("{file}: this is a web page of {size} bytes, not a safetensors file. Download the "
                         "file itself again."),
            {{"file", printable(path.string())}, {"size", grouped(size)}});
    }
}

// Length of the JSON header, known to lie within the file.
std::uint64_t headerLength(const FileDescriptor& file, std::uint64_t size, const std::filesystem::path& path) {
    const std::string name = printable(path.string());
    if (size < 8) {
        throw invalidInput(HALYARD_TEXT("{file}: the file is {size} bytes; a safetensors file needs at least 8. The "
                                        "download is probably incomplete."),
                           {{"file", name}, {"size", std::to_string(size)}});
    }
    refuseStandIns(file, size, path);
    const std::uint64_t claimed = littleEndian(readAt(file, 0, 8, path));
    if (claimed > kMaxHeaderBytes) {
        throw invalidInput(HALYARD_TEXT("{file}: header claims {claimed} bytes; the limit is {limit}. This is not a "
                                        "safetensors file, or it is damaged."),
                           {{"file", name}, {"claimed", grouped(claimed)}, {"limit", grouped(kMaxHeaderBytes)}});
    }
    if (claimed > size - 8) {
        throw invalidInput(HALYARD_TEXT("{file}: header says {claimed} bytes but only {follow} follow. The download is "
                                        "probably incomplete."),
                           {{"file", name}, {"claimed", grouped(claimed)}, {"follow", grouped(size - 8)}});
    }
    return claimed;
}

} // namespace

std::string_view nameOf(DType type) {
    return kTypes.at(static_cast<std::size_t>(type)).name;
}

std::optional<DType> dtypeFromName(std::string_view name) {
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
        if (kTypes[i].name == name) {
            return static_cast<DType>(i);
        }
    }
    return std::nullopt;
}

std::size_t bitsOf(DType type) {
    return kTypes.at(static_cast<std::size_t>(type)).bits;
}

std::string toString(const Shape& shape) {
    std::string out = "[";
    for (const std::int64_t size : shape) {
        out += (out.size() > 1 ? ", " : "") + std::to_string(size);
    }
    return out + "]";
}

std::optional<std::uint64_t> elementCount(const Shape& shape) {
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)) {
            return std::nullopt;
        }
    }
    return count;
}

std::optional<std::uint64_t> byteCount(DType type, const Shape& shape) {
    const std::optional<std::uint64_t> count = elementCount(shape);
    const std::uint64_t bits = bitsOf(type);
    if (!count || *count > std::numeric_limits<std::uint64_t>::max() / bits || *count * bits % 8 != 0) {
        return std::nullopt;
    }
    return *count * bits / 8;
}

struct SafetensorsFile::Impl {
    std::filesystem::path path;
    FileDescriptor file;
    struct stat status {};
    void* map = MAP_FAILED;
    std::uint64_t dataBegin = 0;
    SafetensorsHeader header;
    std::vector<std::size_t> byName; // places in header.tensors, sorted by name

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (map != MAP_FAILED) {
            ::munmap(map, static_cast<std::size_t>(status.st_size));
        }
    }
};

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : m_impl(std::make_unique<Impl>()) {
    Impl& self = *m_impl;
    self.path = path;
    self.file = openRegularFile(path);
    if (::fstat(self.file.get(), &self.status) != 0) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    const auto size = static_cast<std::uint64_t>(self.status.st_size);
    const std::uint64_t header = headerLength(self.file, size, path);
    self.dataBegin = 8 + header;
    {
        const std::string text = readAt(self.file, 8, static_cast<std::size_t>(header), path);
        self.header = parseSafetensorsHeader(text, printable(path.string()), size - self.dataBegin);
    }
    const std::vector<TensorInfo>& tensors = self.header.tensors;
    self.byName.resize(tensors.size());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        self.byName[i] = i;
    }
    std::sort(self.byName.begin(), self.byName.end(),
              [&](std::size_t a, std::size_t b) { return tensors[a].name < tensors[b].name; });
    self.map = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_SHARED, self.file.get(), 0);
    if (self.map == MAP_FAILED) {
        throw systemError(path.string(), HALYARD_TEXT("mapping into memory"), errno);
    }
}

SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;

const std::filesystem::path& SafetensorsFile::path() const {
    return m_impl->path;
}

const std::vector<TensorInfo>& SafetensorsFile::tensors() const {
    return m_impl->header.tensors;
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const {
    const std::vector<TensorInfo>& all = m_impl->header.tensors;
    const auto at = std::lower_bound(m_impl->byName.begin(), m_impl->byName.end(), name,
                                     [&](std::size_t i, std::string_view wanted) { return all[i].name < wanted; });
    return at != m_impl->byName.end() && all[*at].name == name ? &all[*at] : nullptr;
}

const std::map<std::string, std::string>& SafetensorsFile::metadata() const {
    return m_impl->header.metadata;
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorInfo& tensor) const {
    // Touching a page beyond the end of a file that shrank would kill the process (SIGBUS).
    struct stat now {};
    if (::fstat(m_impl->file.get(), &now) != 0 || now.st_size != m_impl->status.st_size ||
        now.st_mtim.tv_sec != m_impl->status.st_mtim.tv_sec || now.st_mtim.tv_nsec != m_impl->status.st_mtim.tv_nsec) {
        throw changedWhileRead(m_impl->path);
    }
    const auto* start = static_cast<const std::byte*>(m_impl->map) + m_impl->dataBegin;
    return {start + tensor.begin, static_cast<std::size_t>(tensor.bytes())};
}

void SafetensorsFile::release(const TensorInfo& tensor) const {
    // Whole pages within the tensor: those at its ends may be another tensor's too.
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t begin = (m_impl->dataBegin + tensor.begin + page - 1) / page * page;
    const std::uint64_t end = (m_impl->dataBegin + tensor.end) / page * page;
    if (begin < end) {
        (void)::madvise(static_cast<std::byte*>(m_impl->map) + begin, static_cast<std::size_t>(end - begin),
                        MADV_DONTNEED);
    }
}

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path, std::vector<Declaration> tensors,
                                     const std::map<std::string, std::string>& metadata)
    : m_file(path), m_path(path) {
    m_slots.resize(tensors.size());
    std::vector<std::size_t> order(tensors.size());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        order[i] = i;
        const std::optional<std::uint64_t> bytes = byteCount(tensors[i].dtype, tensors[i].shape);
        if (!bytes) {
            throw invalidInput(HALYARD_TEXT("{file}: tensor \"{tensor}\": {type} {shape} cannot be stored."),
                               {{"file", printable(path.string())},
                                {"tensor", printable(tensors[i].name)},
                                {"type", std::string(nameOf(tensors[i].dtype))},
                                {"shape", toString(tensors[i].shape)}});
        }
        m_slots[i].bytes = *bytes;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return bitsOf(tensors[a].dtype) > bitsOf(tensors[b].dtype); });
    Json header = Json::object();
    for (const std::size_t i : order) {
        m_slots[i].offset = m_dataBytes;
        m_dataBytes += m_slots[i].bytes;
        header[tensors[i].name] = {{"dtype", nameOf(tensors[i].dtype)},
                                   {"shape", tensors[i].shape},
                                   {"data_offsets", {m_slots[i].offset, m_dataBytes}}};
    }
    if (!metadata.empty()) {
        header["__metadata__"] = metadata;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string length;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        length += static_cast<char>(static_cast<unsigned char>(text.size() >> shift));
    }
    m_file.write(length);
    m_file.write(text);
    m_dataBegin = 8 + text.size();
}

void SafetensorsWriter::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        while (m_current < m_slots.size() && m_written == m_slots[m_current].bytes) {
            ++m_current;
            m_written = 0;
        }
        if (m_current == m_slots.size()) {
            throw failure(HALYARD_TEXT("{file}: {extra} bytes more than the declared tensors hold."),
                          {{"file", printable(m_path.string())}, {"extra", grouped(bytes.size())}});
        }
        const Slot& slot = m_slots[m_current];
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), slot.bytes - m_written));
        m_file.writeAt(m_dataBegin + slot.offset + m_written, {reinterpret_cast<const char*>(bytes.data()), part});
        m_written += part;
        m_total += part;
        bytes = bytes.subspan(part);
    }
}

void SafetensorsWriter::commit() {
    if (m_total != m_dataBytes) {
        throw failure(
            HALYARD_TEXT("{file}: {given} of {declared} bytes of tensor data were written; nothing is kept."),
            {{"file", printable(m_path.string())}, {"given", grouped(m_total)}, {"declared", grouped(m_dataBytes)}});
    }
    m_file.commit();
}

} // namespace halyard
