// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/prepare_text.h"

#include "app/job_controller.h"
#include "views/text/number_text.h"

namespace halyard::app {

namespace {

QString doneSentence(const Json& result) {
    const Json tokens = result.is_object() ? result.value("tokens", Json()) : Json();
    return tokens.is_number() ? PrepareDialog::tr("%1 tokens are ready; wizards offer them.").arg(views::countText(tokens.get<std::int64_t>()))
                              : PrepareDialog::tr("The text is ready; wizards offer it.");
}

} // namespace

PrepareDialog* prepareText(remote::AgentSession& agent, const QString& project, const PrepareWish& wish, QWidget* parent) {
    auto* dialog = new PrepareDialog(wish, project, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &PrepareDialog::prepareRequested, dialog, [&agent, dialog](const Json& arguments) {
        auto* job = new JobController(agent, dialog);
        QObject::connect(job, &JobController::lineArrived, dialog, &PrepareDialog::setWorking);
        QObject::connect(job, &JobController::failed, dialog, &PrepareDialog::setFailed);
        QObject::connect(job, &JobController::cancelled, dialog, [dialog] { dialog->setFailed({}); });
        QObject::connect(job, &JobController::finished, dialog, [dialog](const Json& result) { dialog->setDone(doneSentence(result)); });
        QObject::connect(dialog, &PrepareDialog::cancelRequested, job, &JobController::cancel);
        dialog->setWorking(PrepareDialog::tr("Reading the text."));
        job->start(QStringLiteral("prepare"), arguments);
    });
    dialog->open();
    return dialog;
}

} // namespace halyard::app
