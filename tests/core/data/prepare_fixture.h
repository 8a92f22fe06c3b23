// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/prepare.h"
#include "tests/core/text/small_tokenizer.h"

#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::test {

using Ids = std::vector<TokenId>;

// Text files of a test's own and the options to prepare them with the small tokenizer.
class PrepareFixture : public testing::Test {
protected:
    PrepareFixture() {
        writeJsonFile(m_folder.path() / "tokenizer.json", smallTokenizer());
        m_options.tokenizer = m_folder.path();
        m_options.out = m_folder.path() / "out";
        m_options.block = 4;
        m_options.packing = "stream";
        m_options.showProgress = false;
    }

    void input(const std::string& name, const std::string& content) {
        writeFileAtomically(m_folder.path() / name, content);
        m_options.inputs.push_back(m_folder.path() / name);
    }

    static Ids tokens(const std::filesystem::path& folder) {
        const TokenShards shards(folder);
        shards.verify();
        Ids all;
        for (std::int64_t i = 0; i < shards.blockCount(); ++i) {
            all.insert(all.end(), shards.block(i).begin(), shards.block(i).end());
        }
        return all;
    }

    // What preparing says when it refuses; nothing may be left behind.
    std::string refusal() const {
        try {
            (void)prepareData(m_options);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
            EXPECT_FALSE(std::filesystem::exists(m_options.out));
            EXPECT_FALSE(std::filesystem::exists(m_folder.path() / ".out.preparing"));
            return error.what();
        }
        return "accepted";
    }

    static std::map<std::string, std::string> files(const std::filesystem::path& folder) {
        std::map<std::string, std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            all[entry.path().filename().string()] = readFile(entry.path(), 1U << 30U);
        }
        return all;
    }

    // Prepares to the end; seconds.
    double prepareTimed() const {
        const auto start = std::chrono::steady_clock::now();
        (void)prepareData(m_options);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    // Prepares in processes that are killed, each a little later, until one comes to its end; how many were killed. whole: what
    // it takes uninterrupted, on this machine.
    int killUntilDone(double whole) const {
        std::mt19937 random(11);
        int kills = 0;
        for (int trial = 0; trial < 400; ++trial) {
            const pid_t child = ::fork();
            if (child == 0) {
                (void)prepareData(m_options);
                ::_exit(0);
            }
            // Ever later, so that it gets past what it does again at each start as well.
            const double longest = whole * (0.3 + 0.03 * trial);
            std::uniform_real_distribution<double> moment(0.02 * whole, longest);
            ::usleep(static_cast<useconds_t>(1e6 * moment(random)));
            ::kill(child, SIGKILL);
            int status = 0;
            EXPECT_EQ(::waitpid(child, &status, 0), child);
            if (WIFEXITED(status)) {
                EXPECT_EQ(WEXITSTATUS(status), 0);
                break;
            }
            ++kills;
            EXPECT_FALSE(std::filesystem::exists(m_options.out) && !std::filesystem::exists(m_options.out / "manifest.json"));
        }
        return kills;
    }

    TemporaryFolder m_folder;
    PrepareOptions m_options;
};

} // namespace halyard::test
