// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/cell_ledger.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"

#include <algorithm>
#include <unistd.h>

namespace halyard {

namespace {

constexpr double kSecondsBetweenEvents = 0.5;

} // namespace

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

CellLedger::CellLedger(const RunSpec& spec, const RunFolder& run) : m_spec(spec), m_run(run), m_store(run), m_journal(run) {}

std::size_t CellLedger::add(const Cell& cell) {
    const std::string id = CellStore::idOf(cell.identity);
    Json kept = m_store.find(id).value_or(Json{{"id", id}, {"complete", false}, {"records", Json::array()}, {"seconds", 0.0}});
    kept["identity"] = cell.identity;
    kept["facts"] = cell.facts;
    if (kept.contains("measured_by")) {
        kept["facts"]["measured_by"] = kept["measured_by"];
    }
    m_work.push_back({&cell, std::move(kept)});
    const std::size_t place = m_work.size() - 1;
    m_total += cell.steps;
    m_done += finishedSteps(place);
    m_weightLeft += weightOf(place);
    return place;
}

void CellLedger::start() {
    m_progress = std::make_unique<Progress>(std::string(nameOf(m_spec.kind)), static_cast<std::uint64_t>(std::max<std::int64_t>(m_total, 1)), "steps");
    m_progress->startAt(static_cast<std::uint64_t>(m_done));
    m_journal.event("start", {{"kind", nameOf(m_spec.kind)}, {"total_steps", m_total}, {"step", m_done},
                              {"threads", at::get_num_threads()}, {"pid", ::getpid()}});
    removeLeftovers(m_run.path() / "results");
    m_journal.startAt(m_done);
    m_journal.besideSteps(true); // a long document after many short ones is no hang
    m_begin = std::chrono::steady_clock::now();
    for (const Work& work : m_work) {
        if (work.kept.at("complete") == true) {
            store(work.kept); // what another run measured belongs to this one's results, too
        }
    }
}

bool CellLedger::complete(std::size_t place) const {
    return m_work[place].kept.at("complete").get<bool>();
}

std::int64_t CellLedger::finishedSteps(std::size_t place) const {
    return complete(place) ? m_work[place].cell->steps : static_cast<std::int64_t>(records(place).size());
}

double CellLedger::weightOf(std::size_t place) const {
    const Cell& cell = *m_work[place].cell;
    const auto steps = static_cast<double>(std::max<std::int64_t>(cell.steps, 1));
    return cell.weight * static_cast<double>(cell.steps - finishedSteps(place)) / steps;
}

void CellLedger::keep(std::size_t place, Json record) {
    m_work[place].kept["records"].push_back(std::move(record));
    stepDone(m_work[place]);
}

void CellLedger::save(std::size_t place, double seconds) {
    Json& kept = m_work[place].kept;
    kept["seconds"] = kept["seconds"].get<double>() + seconds;
    store(kept);
}

Json CellLedger::finish(std::size_t place, double seconds) {
    Work& work = m_work[place];
    work.kept["summary"] = work.cell->summary(work.kept.at("records"));
    work.kept["complete"] = true;
    work.kept["facts"] = work.cell->facts;
    save(place, seconds);
    Json fields = work.kept["facts"];
    fields.update(work.kept["summary"]);
    fields["id"] = work.kept["id"];
    fields["step"] = m_done;
    m_journal.event("cell", fields);
    writeAll(false);
    return fields;
}

void CellLedger::fail(std::size_t place, const Message& reason) {
    m_work[place].kept["facts"]["failed"] = reason.text();
    save(place, 0);
    writeAll(false);
}

void CellLedger::settle() {
    m_journal.waitWhilePaused();
    Cancellation::throwIfRequested();
}

void CellLedger::store(const Json& cell) {
    m_journal.whenThereIsRoom(0, [&] { m_store.write(cell); });
}

void CellLedger::stepDone(const Work& work) {
    ++m_done;
    const double each = work.cell->weight / static_cast<double>(std::max<std::int64_t>(work.cell->steps, 1));
    m_weightDone += each;
    m_weightLeft = std::max(0.0, m_weightLeft - each);
    m_journal.beat(m_done);
    m_progress->update(static_cast<std::uint64_t>(std::min(m_done, m_total)));
    if (secondsSince(m_said) >= kSecondsBetweenEvents || m_done == m_total) {
        Json fields = {{"step", m_done}, {"total_steps", m_total}, {"cell", work.kept["id"]}};
        if (m_weightDone > 0) {
            fields["seconds_left"] = secondsSince(m_begin) / m_weightDone * m_weightLeft;
        }
        m_journal.event("step", fields);
        m_said = std::chrono::steady_clock::now();
    }
}

void CellLedger::writeAll(bool complete) {
    std::vector<Json> cells;
    for (const Work& work : m_work) {
        cells.push_back(work.kept);
    }
    m_journal.whenThereIsRoom(0, [&] { m_store.writeResults(cells, complete); });
    if (complete) {
        m_journal.whenThereIsRoom(0, [&] { m_store.writeTrials(cells); });
    }
}

void CellLedger::stopped() {
    m_progress->finish();
    m_journal.event("stopped", {{"step", m_done}});
}

void CellLedger::done() {
    m_progress->finish();
    m_journal.event("done", {{"step", m_done}});
}

} // namespace halyard
