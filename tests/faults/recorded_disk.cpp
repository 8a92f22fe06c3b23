// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/recorded_disk.h"

#include "core/base/file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace halyard::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSector = 512;

std::pair<std::string, std::string> split(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::pair(std::string(), path)
                                      : std::pair(path.substr(0, slash), path.substr(slash + 1));
}

} // namespace

std::vector<RecordedCall> readRecord(const fs::path& file, const fs::path& below) {
    const std::string all = readFile(file, std::size_t{1} << 30U);
    const auto relative = [&](const std::string& path) {
        return path.size() > below.string().size() ? path.substr(below.string().size() + 1) : std::string();
    };
    std::vector<RecordedCall> out;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = all.find('\n', at);
        std::istringstream head(all.substr(at, end - at));
        RecordedCall call;
        std::string offset, bytes;
        std::getline(head, call.name, '\t');
        std::getline(head, offset, '\t');
        std::getline(head, bytes, '\t');
        std::getline(head, call.path, '\t');
        std::getline(head, call.second, '\t');
        call.offset = std::stoll(offset);
        call.path = relative(call.path);
        call.second = relative(call.second);
        call.bytes = all.substr(end + 1, std::stoul(bytes));
        at = end + 1 + call.bytes.size();
        if (call.name != "say") {
            out.push_back(std::move(call));
        }
    }
    return out;
}

RecordedDisk::RecordedDisk(const fs::path& folder) {
    load(folder);
}

int RecordedDisk::add(bool isFolder) {
    m_nodes.emplace_back();
    m_nodes.back().isFolder = isFolder;
    return static_cast<int>(m_nodes.size()) - 1;
}

int RecordedDisk::load(const fs::path& path) {
    const int node = add(fs::is_directory(path));
    if (m_nodes[node].isFolder) {
        for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
            const int child = load(entry.path());
            m_nodes[node].now[entry.path().filename().string()] = child;
        }
        m_nodes[node].durableEntries = m_nodes[node].now;
    } else {
        m_nodes[node].content = readFile(path, std::size_t{1} << 30U);
        m_nodes[node].durable = m_nodes[node].content;
    }
    return node;
}

int RecordedDisk::find(const std::string& path) const {
    int node = 0;
    std::istringstream parts(path);
    for (std::string part; node != kGone && std::getline(parts, part, '/');) {
        const auto found = m_nodes[node].now.find(part);
        node = found == m_nodes[node].now.end() ? kGone : found->second;
    }
    return node;
}

void RecordedDisk::change(const std::string& folder, Change what) {
    Node& node = m_nodes[find(folder)];
    for (const auto& [name, child] : what.set) {
        if (child == kGone) {
            node.now.erase(name);
        } else {
            node.now[name] = child;
        }
    }
    node.changes.push_back(std::move(what));
}

void RecordedDisk::sync(int node) {
    m_nodes[node].durableEntries = m_nodes[node].now;
    m_nodes[node].changes.clear();
    m_nodes[node].durable = m_nodes[node].content;
    m_nodes[node].writes.clear();
}

void RecordedDisk::perform(const Write& write, std::string& content) {
    if (write.resize) {
        content.resize(static_cast<std::size_t>(write.offset));
        return;
    }
    const auto begin = static_cast<std::size_t>(write.offset);
    content.resize(std::max(content.size(), begin + write.bytes.size()));
    content.replace(begin, write.bytes.size(), write.bytes);
}

void RecordedDisk::apply(const RecordedCall& call, bool obeysSync) {
    const auto [folder, name] = split(call.path);
    if (call.name == "create" || call.name == "mkdir") {
        const int node = add(call.name == "mkdir");
        change(folder, {{{name, node}}});
        return;
    }
    const int node = find(call.path);
    if (node == kGone) {
        // Of a file whose name went while it was open nothing is left to lose.
        if (call.name == "rename" || call.name == "exchange") {
            throw std::logic_error("a rename of what was never made: " + call.path);
        }
        return;
    }
    if (call.name == "rename" || call.name == "exchange") {
        const auto [otherFolder, otherName] = split(call.second);
        if (otherFolder != folder) {
            throw std::logic_error("a rename into another folder: " + call.path);
        }
        change(folder, {{{name, call.name == "exchange" ? find(call.second) : kGone}, {otherName, node}}});
    } else if (call.name == "unlink") {
        change(folder, {{{name, kGone}}});
    } else if (call.name == "sync") {
        if (obeysSync) {
            sync(node);
        }
    } else {
        const Write write{call.name == "truncate" ? 0 : call.offset, call.bytes, call.name != "write"};
        perform(write, m_nodes[node].content);
        m_nodes[node].writes.push_back(write);
    }
}

void RecordedDisk::crash(int node, const fs::path& into, double kept, std::mt19937_64& random) const {
    const Node& from = m_nodes[node];
    std::bernoulli_distribution keep(kept);
    if (from.isFolder) {
        Entries entries = from.durableEntries;
        for (const Change& change : from.changes) {
            if (keep(random)) {
                for (const auto& [name, child] : change.set) {
                    entries[name] = child;
                }
            }
        }
        fs::create_directories(into);
        for (const auto& [name, child] : entries) {
            if (child != kGone) {
                crash(child, into / name, kept, random);
            }
        }
        return;
    }
    std::string content = from.durable;
    for (Write write : from.writes) {
        if (!keep(random)) {
            continue;
        }
        if (kept < 1 && !write.resize && random() % 2 == 0) { // torn
            write.bytes.resize(std::min(write.bytes.size(), random() % (write.bytes.size() / kSector + 1) * kSector));
        }
        perform(write, content);
    }
    std::ofstream(into, std::ios::binary) << content;
}

void RecordedDisk::crashInto(const fs::path& folder, double kept, std::mt19937_64& random) const {
    crash(0, folder, kept, random);
}

} // namespace halyard::testing
