// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace halyard::testing {

// One watched call (support/failing_calls.h), as it was recorded.
struct RecordedCall {
    std::string name;
    std::int64_t offset = 0;
    std::string bytes;
    std::string path; // relative to the watched folder, "" for itself
    std::string second;
};

[[nodiscard]] std::vector<RecordedCall> readRecord(const std::filesystem::path& file,
                                                   const std::filesystem::path& below);

// What a file system has promised and what it has only heard, of one folder. The model is as unkind as POSIX allows:
// until a file is synced any of its writes may be missing or torn; until a folder is synced any of its entries may be
// missing or as before, each by itself; only a rename is all or nothing.
class RecordedDisk {
public:
    // The folder as it lies there now counts as durable.
    explicit RecordedDisk(const std::filesystem::path& folder);

    // obeysSync = false: a disk that lies, to see that the test would notice.
    void apply(const RecordedCall& call, bool obeysSync = true);

    // Writes down what may be found after a power loss: of what is not durable, each piece is kept with this
    // probability.
    void crashInto(const std::filesystem::path& folder, double kept, std::mt19937_64& random) const;

private:
    struct Write {
        std::int64_t offset = 0;
        std::string bytes;
        bool resize = false; // to offset
    };
    using Entries = std::map<std::string, int>; // of a folder: name and node
    struct Change {
        std::map<std::string, int> set; // kGone = no such entry afterwards
    };
    struct Node {
        bool isFolder = false;
        Entries now, durableEntries;
        std::vector<Change> changes;
        std::string content, durable; // content as programs see it
        std::vector<Write> writes;
    };
    static constexpr int kGone = -1;

    int load(const std::filesystem::path& path);
    [[nodiscard]] int find(const std::string& path) const;
    int add(bool isFolder);
    void change(const std::string& folder, Change what);
    void sync(int node);
    static void perform(const Write& write, std::string& content);
    void crash(int node, const std::filesystem::path& into, double kept, std::mt19937_64& random) const;

    std::vector<Node> m_nodes;
};

} // namespace halyard::testing
