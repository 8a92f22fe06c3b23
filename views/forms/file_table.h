// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace halyard::views {

// Which file each task reads its items from, a line each: the control of "eval.files". Its text form is the JSON object
// that --set takes.
class FileTable : public QWidget {
    Q_OBJECT

public:
    explicit FileTable(QWidget* parent = nullptr);
    [[nodiscard]] QString text() const; // "{}" without lines; a task that is given twice is kept as it was given last
    void setText(const QString& json);  // does not signal; what is no object of texts stays out
    // The answer to browseRequested(): of the line that asked.
    void setBrowsed(const QString& path);

Q_SIGNALS:
    void edited();
    void browseRequested(const QString& from);

private:
    struct Line {
        QWidget* whole = nullptr;
        QComboBox* task = nullptr;
        QLineEdit* file = nullptr;
    };
    void addLine(const QString& task, const QString& file);
    void removeLine(const QWidget* whole);

    QVBoxLayout* m_rows = nullptr;
    std::vector<Line> m_lines;
    QLineEdit* m_asked = nullptr;
};

} // namespace halyard::views
