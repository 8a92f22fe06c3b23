// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace halyard::views {

struct Notice {
    enum class Severity {
        Info,
        Warning,
        Error
    };
    Severity severity = Severity::Info;
    QString text;   // one translated sentence
    double time = 0; // Unix time
    QString target; // what opens when it is activated, such as the id of a run
};

// What happened while one looked elsewhere, newest first. The same text about the same target is told once, with its
// newest time.
class NoticesPanel : public QListWidget {
    Q_OBJECT

public:
    static constexpr int kMost = 200;

    explicit NoticesPanel(QWidget* parent = nullptr);
    void add(const Notice& notice);

Q_SIGNALS:
    void countChanged(int count); // of warnings and errors
    void opened(const QString& target);

private:
    void countAgain();
};

} // namespace halyard::views
