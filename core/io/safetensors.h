// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Element types of the safetensors format.
enum class DType {
    Bool,
    U8,
    I8,
    U16,
    I16,
    F16,
    BF16,
    U32,
    I32,
    F32,
    U64,
    I64,
    F64,
    F8E4M3,
    F8E5M2,
    F8E8M0,
    F4,
    F6E2M3,
    F6E3M2,
    C64
};

[[nodiscard]] std::string_view nameOf(DType type); // "BF16"
[[nodiscard]] std::optional<DType> dtypeFromName(std::string_view name);
[[nodiscard]] std::size_t bitsOf(DType type);

using Shape = std::vector<std::int64_t>;
[[nodiscard]] std::string toString(const Shape& shape); // "[2, 3]"
// Number of elements; nothing when a size is negative or the product does not fit 64 bits.
[[nodiscard]] std::optional<std::uint64_t> elementCount(const Shape& shape);
// Bytes of a tensor; nothing when elementCount has none or the elements do not fill whole bytes.
[[nodiscard]] std::optional<std::uint64_t> byteCount(DType type, const Shape& shape);

struct TensorInfo {
    std::string name;
    DType dtype = DType::F32;
    Shape shape;
    std::uint64_t begin = 0; // bytes from the start of the data section
    std::uint64_t end = 0;

    [[nodiscard]] std::uint64_t bytes() const { return end - begin; }
};

// A safetensors file, mapped read-only.
// Everything of promises.md 3.1 is checked on opening, before anything in proportion to a claimed size is allocated:
// header length and JSON (duplicates refused), names, dtypes, shapes whose product overflows, offsets that overlap,
// leave a gap, end early or leave bytes over. Throws Error(InvalidInput) with file, tensor and numbers.
class SafetensorsFile {
public:
    explicit SafetensorsFile(const std::filesystem::path& path);
    ~SafetensorsFile();
    SafetensorsFile(SafetensorsFile&&) noexcept;
    SafetensorsFile& operator=(SafetensorsFile&&) noexcept;

    [[nodiscard]] const std::filesystem::path& path() const;
    // In order of their place in the file.
    [[nodiscard]] const std::vector<TensorInfo>& tensors() const;
    [[nodiscard]] const TensorInfo* find(std::string_view name) const;
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
    // The tensor's bytes inside the map; valid while this object lives. A file that was truncated after opening is
    // reported (Error "file changed while being read") as long as the check before the access sees it.
    [[nodiscard]] std::span<const std::byte> bytes(const TensorInfo& tensor) const;
    // The caller has its own copy of this tensor now: its pages need not stay in this process's memory. Reading it again
    // still works.
    void release(const TensorInfo& tensor) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Writes a safetensors file tensor by tensor in constant memory. All names, types and shapes are declared first, so the
// header can be written before the data; the file appears at path on commit() only.
class SafetensorsWriter {
public:
    struct Declaration {
        std::string name;
        DType dtype = DType::F32;
        Shape shape;
    };
    // Tensors lie in order of element size, the largest first, then as declared, so that every one is aligned to its
    // element (readers map them in place); the data begins at a multiple of 8. Duplicate names are a programmer's
    // error.
    SafetensorsWriter(const std::filesystem::path& path, std::vector<Declaration> tensors,
                      const std::map<std::string, std::string>& metadata = {});

    // Bytes of the tensors in declared order, in pieces of any size.
    void append(std::span<const std::byte> bytes);
    void commit();

private:
    struct Slot {
        std::uint64_t offset = 0; // in the data section
        std::uint64_t bytes = 0;
    };
    AtomicFile m_file;
    std::filesystem::path m_path;
    std::vector<Slot> m_slots; // in declared order
    std::uint64_t m_dataBegin = 0;
    std::uint64_t m_dataBytes = 0;
    std::size_t m_current = 0;   // slot being filled
    std::uint64_t m_written = 0; // bytes of it
    std::uint64_t m_total = 0;   // bytes of all
};

} // namespace halyard
