// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cache_reader.h"

#include <algorithm>
#include <memory>

#include <QFile>
#include <QFuture>
#include <QPromise>
#include <QThreadPool>

namespace halyard::app {

namespace {

constexpr std::size_t kSlice = 10'000; // points of each curve at a time

// The points [from, to) of each curve.
views::RunSeries sliceOf(const views::RunSeries& whole, std::size_t from, std::size_t to) {
    views::RunSeries out;
    for (const auto column : {&views::RunSeries::loss, &views::RunSeries::heldOut, &views::RunSeries::gradientNorm,
                              &views::RunSeries::learningRate, &views::RunSeries::tokensPerSecond}) {
        const views::StepValues& all = whole.*column;
        const std::size_t end = std::min(to, all.steps.size());
        for (std::size_t i = from; i < end; ++i) {
            (out.*column).add(all.steps[i], all.values[i]);
        }
    }
    if (from == 0) {
        out.layers = whole.layers;
        out.needles = whole.needles;
        out.tokens = whole.tokens;
    }
    return out;
}

} // namespace

CacheReader::CacheReader(QString file) : m_file(std::move(file)) {
    m_slice.setInterval(0);
    connect(&m_slice, &QTimer::timeout, this, &CacheReader::readSlice);
}

void CacheReader::start() {
    if (!QFile::exists(m_file)) {
        Q_EMIT finished();
        return;
    }
    auto promise = std::make_shared<QPromise<std::shared_ptr<std::optional<RunCache>>>>();
    promise->future().then(this, [this](const std::shared_ptr<std::optional<RunCache>>& cache) { take(std::move(*cache)); });
    QThreadPool::globalInstance()->start([promise, file = m_file] {
        promise->start();
        promise->addResult(std::make_shared<std::optional<RunCache>>(loadRunCache(file)));
        promise->finish();
    });
}

void CacheReader::take(std::optional<RunCache> cache) {
    m_cache = std::move(cache);
    m_read = 0;
    if (m_cache) {
        m_slice.start();
    } else {
        Q_EMIT finished();
    }
}

void CacheReader::readSlice() {
    const views::RunSeries& all = m_cache->series;
    Q_EMIT sliceRead(sliceOf(all, m_read, m_read + kSlice));
    m_read += kSlice;
    if (m_read < std::max({all.loss.steps.size(), all.heldOut.steps.size(), all.gradientNorm.steps.size(),
                           all.learningRate.steps.size(), all.tokensPerSecond.steps.size()})) {
        return;
    }
    m_slice.stop();
    Q_EMIT finished();
    m_cache.reset();
}

} // namespace halyard::app
