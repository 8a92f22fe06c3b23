// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_report.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/demo/demo_numbers.h"
#include "core/demo/demo_page.h"

namespace halyard {

namespace {

constexpr int kSecondsAPicture = 60;

// False when it could not be made; nothing is left of it then.
bool makePng(const std::filesystem::path& program, const std::filesystem::path& svg) {
    std::filesystem::path png = svg;
    png.replace_extension(".png");
    SubprocessOptions options;
    options.arguments = {program.string(), "--zoom", "2", "--output", png.string(), svg.string()};
    options.timeLimitSeconds = kSecondsAPicture;
    bool isMade = false;
    try {
        const SubprocessResult result = runSubprocess(options);
        isMade = result.exitCode == 0 && !result.timedOut;
    } catch (const Error&) {
        isMade = false; // it cannot be started: the report is worth more than its PNG files
    }
    Cancellation::throwIfRequested();
    if (!isMade) {
        std::error_code ignored;
        std::filesystem::remove(png, ignored);
    }
    return isMade;
}

} // namespace

void writeDemoReport(const DemoResults& results, const RunFolder& run, const std::filesystem::path& folder) {
    const std::vector<DemoFigure> figures = demoFigures(results, run);
    AtomicFolder report(folder);
    auto program = findProgram("rsvg-convert");
    for (const DemoFigure& figure : figures) {
        const std::filesystem::path svg = report.path() / (figure.name + ".svg");
        writeFileAtomically(svg, figure.svg);
        if (program && !makePng(*program, svg)) {
            program.reset(); // what failed once is not waited for again
        }
    }
    writeFileAtomically(report.path() / "report.html", demoPage(results, figures));
    writeFileAtomically(report.path() / "results.csv", toCsv(demoNumbers(results)));
    writeJsonFile(report.path() / "report.json", toJson(results));
    report.commit();
}

} // namespace halyard
