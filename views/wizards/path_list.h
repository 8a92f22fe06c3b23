// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/wizards/inputs_form.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace halyard::views {

class PlainLabel;

// Any number of inputs of one role, a line each: chosen from what the project has, typed, or browsed for. One line is
// always there; empty ones are no inputs.
class PathList : public QWidget {
    Q_OBJECT

public:
    // name: of the role, for object names; label: for who cannot see it.
    PathList(const QString& name, const QString& label, QWidget* parent = nullptr);
    void setChoices(const std::vector<InputChoice>& choices);
    void setPlaceholder(const QString& text);
    void setPaths(const QStringList& paths);
    [[nodiscard]] QStringList paths() const; // without empty ones
    // The answer to browseRequested(): of the line that asked.
    void setBrowsed(const QString& path);
    // What is wrong with each path of paths(), and with the list; empty where nothing is.
    void setProblems(const QStringList& ofPaths, bool isError);
    void focusFirst();

Q_SIGNALS:
    void edited();
    void browseRequested(const QString& from);

private:
    struct Line {
        QWidget* whole = nullptr;
        QComboBox* box = nullptr;
        QToolButton* remove = nullptr;
        PlainLabel* problem = nullptr;
    };
    void addLine(const QString& path);
    void removeLine(const QWidget* whole);
    void fill(QComboBox& box) const;
    void showRemovers();

    QString m_name, m_label, m_placeholder;
    QVBoxLayout* m_rows = nullptr;
    std::vector<Line> m_lines;
    std::vector<InputChoice> m_choices;
    QComboBox* m_asked = nullptr;
};

} // namespace halyard::views
