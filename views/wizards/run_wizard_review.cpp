// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard's last page says: problems, changes, and the same in a terminal.
#include "core/run/scheduler.h"
#include "views/forms/spec_text.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"
#include "views/wizards/review_page.h"
#include "views/wizards/run_wizard.h"

namespace halyard::views {

void RunWizard::updateReview(const std::vector<Issue>& issues) {
    const RunSpec whole = spec();
    QStringList errors;
    QStringList warnings;
    for (const Issue& issue : issues) {
        (issue.severity == Issue::Severity::Error ? errors : warnings) << translated(issue);
    }
    m_review->setProblems(errors, warnings);
    std::vector<SettingChange> changes;
    for (std::size_t i = 0; i < m_specs.size(); ++i) {
        for (SettingChange change : changedSettings(presetOf(m_specs[i].kind), m_specs[i])) {
            if (m_specs.size() > 1) {
                change.label = tr("%1. %2").arg(i + 1).arg(change.label);
            }
            changes.push_back(std::move(change));
        }
    }
    m_review->setChanges(changes, m_preset);
    m_review->setCommand(commandsOf(whole).join(u'\n'));
}

// One line a run; of a pipeline, each stage reads the folder that the line before made.
QStringList RunWizard::commandsOf(const RunSpec& whole) const {
    if (whole.children.empty()) {
        return {commandLine(whole, presetOf(whole.kind), m_runFolder)};
    }
    QStringList commands;
    QString before;
    for (RunSpec child : whole.children) {
        for (RunInput& input : child.inputs) {
            if (siblingOf(input)) {
                input.path = toUtf8(before);
            }
        }
        before = m_runFolder + u'-' + fromUtf8(nameOf(child.kind));
        commands << commandLine(child, presetOf(child.kind), before);
    }
    return commands;
}

} // namespace halyard::views
