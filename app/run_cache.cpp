// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_cache.h"

#include "app/places.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"

#include <array>
#include <cstring>
#include <span>

#include <QDir>
#include <QFile>

namespace halyard::app {

namespace {

constexpr char kMagic[] = "halyard run cache 4\n";
constexpr qsizetype kMagicSize = sizeof kMagic - 1;
constexpr qsizetype kHashSize = 32;
constexpr qint64 kMostBytes = qint64{1} << 30;
constexpr qint64 kMostKept = qint64{512} << 20;

using Columns = std::array<views::StepValues views::RunSeries::*, 5>;
constexpr Columns kColumns = {&views::RunSeries::loss, &views::RunSeries::heldOut, &views::RunSeries::gradientNorm,
                              &views::RunSeries::learningRate, &views::RunSeries::tokensPerSecond};

void put(QByteArray& out, const std::vector<double>& values) {
    out.append(reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(double)));
}

// Takes doubles from the front; false when there are fewer.
bool take(QByteArrayView& bytes, std::vector<double>& values, std::size_t count) {
    const std::size_t size = count * sizeof(double);
    if (count > static_cast<std::size_t>(kMostBytes) || static_cast<std::size_t>(bytes.size()) < size) {
        return false;
    }
    values.resize(count);
    if (count > 0) { // no values are at no address
        std::memcpy(values.data(), bytes.data(), size);
    }
    bytes = bytes.sliced(static_cast<qsizetype>(size));
    return true;
}

// Few numbers: one of a checkpoint and a length.
Json needlesOf(const views::RunSeries& series) {
    Json out = Json::array();
    for (const auto& [length, values] : series.needles) {
        out.push_back({{"length", length}, {"steps", values.steps}, {"values", values.values}});
    }
    return out;
}

void takeNeedles(const Json& header, views::RunSeries& series) {
    for (const Json& entry : header.at("needles")) {
        views::StepValues& values = series.needles[entry.at("length").get<std::int64_t>()];
        values.steps = entry.at("steps").get<std::vector<double>>();
        values.values = entry.at("values").get<std::vector<double>>();
    }
}

Json headerOf(const RunCache& cache) {
    Json counts = Json::array();
    for (const auto column : kColumns) {
        counts.push_back((cache.series.*column).steps.size());
    }
    Json events = Json::array();
    for (const Event& event : cache.notable) {
        events.push_back({{"e", event.name}, {"t", event.time}, {"seg", event.segment}, {"f", event.fields}});
    }
    Json ticks = Json::array();
    for (const views::StepClock::Tick& tick : cache.ticks) {
        ticks.push_back({tick.time, tick.step});
    }
    const std::size_t layers = cache.series.layers.empty() ? 0 : cache.series.layers.front().perLayer.size();
    return {{"offset", cache.position.offset},
            {"file", cache.position.file},
            {"checked", cache.position.checked},
            {"check", cache.position.check},
            {"damaged", cache.damagedLines},
            {"counts", counts},
            {"rows", cache.series.layers.size()},
            {"layers", layers},
            {"tokens", cache.series.tokens.value_or(0)},
            {"needles", needlesOf(cache.series)},
            {"events", events},
            {"ticks", ticks}};
}

bool takeSeries(const Json& header, QByteArrayView body, views::RunSeries& series) {
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        views::StepValues& column = series.*kColumns[i];
        const auto count = header.at("counts").at(i).get<std::size_t>();
        if (!take(body, column.steps, count) || !take(body, column.values, count)) {
            return false;
        }
    }
    const auto layers = header.at("layers").get<std::size_t>();
    for (auto rows = header.at("rows").get<std::size_t>(); rows > 0; --rows) {
        std::vector<double> row;
        if (!take(body, row, layers + 1)) {
            return false;
        }
        series.layers.push_back({static_cast<std::int64_t>(row[0]), {row.begin() + 1, row.end()}});
    }
    series.tokens = header.at("tokens").get<std::int64_t>();
    takeNeedles(header, series);
    return body.isEmpty();
}

std::string hashOf(const QByteArray& bytes, qsizetype from) {
    return halyard::hashOf(std::string_view(bytes.constData() + from, static_cast<std::size_t>(bytes.size() - from)));
}

} // namespace

QByteArray encoded(const RunCache& cache) {
    QByteArray out(kMagic, kMagicSize);
    out.append(kHashSize, '0');
    out.append(QByteArray::fromStdString(headerOf(cache).dump(-1, ' ', false, Json::error_handler_t::replace)));
    out.append('\n');
    for (const auto column : kColumns) {
        put(out, (cache.series.*column).steps);
        put(out, (cache.series.*column).values);
    }
    for (const views::RunSeries::LayerValues& row : cache.series.layers) {
        put(out, {static_cast<double>(row.step)});
        put(out, row.perLayer);
    }
    const std::string hash = hashOf(out, kMagicSize + kHashSize);
    std::memcpy(out.data() + kMagicSize, hash.data(), kHashSize);
    return out;
}

std::optional<RunCache> decoded(const QByteArray& bytes) {
    constexpr qsizetype kBegin = kMagicSize + kHashSize;
    if (bytes.size() < kBegin || !bytes.startsWith(kMagic) || hashOf(bytes, kBegin) != bytes.mid(kMagicSize, kHashSize).toStdString()) {
        return std::nullopt;
    }
    const qsizetype line = bytes.indexOf('\n', kBegin);
    if (line < 0) {
        return std::nullopt;
    }
    try {
        const Json header = Json::parse(bytes.constData() + kBegin, bytes.constData() + line);
        RunCache cache;
        cache.position = {header.at("offset").get<std::uint64_t>(), header.at("file").get<std::uint64_t>(),
                          header.at("checked").get<std::uint64_t>(), header.at("check").get<std::uint64_t>()};
        cache.damagedLines = header.at("damaged").get<std::uint64_t>();
        for (const Json& event : header.at("events")) {
            cache.notable.push_back({event.at("e").get<std::string>(), event.at("t").get<double>(), event.at("seg").get<std::string>(), event.at("f")});
        }
        for (const Json& tick : header.at("ticks")) {
            cache.ticks.push_back({tick.at(0).get<double>(), tick.at(1).get<double>()});
        }
        const bool whole = takeSeries(header, QByteArrayView(bytes).sliced(line + 1), cache.series);
        return whole ? std::optional(std::move(cache)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

QString cacheFileOf(const QString& project, const QString& run) {
    const QString folder = cacheFolder() + QStringLiteral("/runs");
    QDir().mkpath(folder);
    return folder + u'/' + keyOf(project + QStringLiteral("/runs/") + run);
}

std::optional<RunCache> loadRunCache(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly) || in.size() > kMostBytes) {
        return std::nullopt;
    }
    auto cache = decoded(in.readAll());
    if (!cache) {
        in.remove(); // of another version, or damaged
    }
    return cache;
}

void trimCaches() {
    qint64 kept = 0;
    for (const QFileInfo& file : QDir(cacheFolder() + QStringLiteral("/runs")).entryInfoList(QDir::Files, QDir::Time)) {
        kept += file.size();
        if (kept > kMostKept) {
            QFile::remove(file.filePath());
        }
    }
}

} // namespace halyard::app
