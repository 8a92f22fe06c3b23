// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_inputs.h"
#include "core/run/validate.h"

#include <QWidget>

#include <vector>

class QComboBox;

namespace halyard::views {

class PathList;
class PlainLabel;

// Something of the project that may be an input: a run, a model folder, prepared text.
struct InputChoice {
    QString path;
    QString title; // "stage-1 no. 3, newest checkpoint"
};

// The folders a run reads, one line a role, and any number of models to measure: chosen from what the project has, typed, or browsed for.
class InputsForm : public QWidget {
    Q_OBJECT

public:
    explicit InputsForm(const std::vector<std::string>& roles, QWidget* parent = nullptr);
    void setChoices(const std::string& role, const std::vector<InputChoice>& choices);
    void setRequired(const std::string& role, bool required);
    void setSpec(const RunSpec& spec);
    void apply(RunSpec& spec) const; // an empty field is no input
    // The answer to browseRequested() and prepareRequested().
    void setPath(const std::string& role, const QString& path);
    [[nodiscard]] QString path(const std::string& role) const;
    void setIssues(const RunSpec& spec, const std::vector<Issue>& issues);
    [[nodiscard]] bool hasError() const;
    void focusFirstError();

Q_SIGNALS:
    void edited();
    void browseRequested(const std::string& role, const QString& from);
    // Text of the user's own is to become this input; the answer is setPath().
    void prepareRequested(const std::string& role);

private:
    struct Row {
        std::string role;
        QComboBox* box = nullptr;   // one of the two
        PathList* list = nullptr;   // of roles that may have several inputs
        PlainLabel* label = nullptr;
        PlainLabel* problem = nullptr;
        bool error = false;
    };
    void addRow(const std::string& role, int at);
    void addList(Row& row, int at);
    void addBox(Row& row, int at);
    static void applyList(const Row& row, RunSpec& spec);
    void showIssues(Row& row, const RunSpec& spec, const std::vector<Issue>& issues);
    void addButtons(const std::string& role, int at);
    [[nodiscard]] const Row* row(const std::string& role) const;
    [[nodiscard]] Row* row(const std::string& role);

    std::vector<Row> m_rows;
};

} // namespace halyard::views
