// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "core/run/validate.h"
#include "views/wizards/inputs_form.h"
#include "views/wizards/review_facts.h"

#include <QDialog>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace halyard::views {

class PlainLabel;
class ReviewPage;
class SpecForm;
class StepList;

// Makes the spec of a run page by page: stage 1, 2, 3, a teacher from scratch, all three stages as one pipeline, or one of
// the kinds that measure. Next
// is always enabled and goes to the first problem of the page instead when there is one. Nothing is written: the spec
// goes out by launchRequested().
class RunWizard : public QDialog {
    Q_OBJECT

public:
    // Pipeline is "all three": its children are stage 1, 2 and 3.
    explicit RunWizard(RunKind kind, QWidget* parent = nullptr);
    ~RunWizard() override;

    // Where the settings start, by the name of a preset ("" = the program's defaults). What the user typed is kept.
    void setPreset(const QString& name);
    // A spec to start from (clone and edit, a restored draft); its preset is what changes are told against.
    void setSpec(const RunSpec& spec);
    [[nodiscard]] RunSpec spec() const;
    void setInputChoices(const std::string& role, const std::vector<InputChoice>& choices);
    // The answer to browseRequested() and prepareRequested().
    void setInputPath(const std::string& role, const QString& path);
    void setTaskFile(const QString& path);
    // The folder the run will be made in, for the command line shown.
    void setRunFolder(const QString& folder);
    // Replaces validate() of the waist, which looks at inputs on this machine: for runs on another one.
    void setValidator(std::function<std::vector<Issue>(const RunSpec&)> validator);
    void setForecasts(const std::vector<Forecast>& forecasts);
    void setTrial(const TrialResult& trial);
    // One or two sentences under the pages: "21 of 28 layers become linear. KV cache at 128K: 14.0 → 3.5 GiB."
    void setMeaning(const QString& text);
    // A launch that was refused.
    void setRefusal(const QString& sentence);

    [[nodiscard]] int pageCount() const;
    [[nodiscard]] int currentPage() const;
    void setCurrentPage(int page);
    [[nodiscard]] std::vector<std::string> fieldKeys() const;

Q_SIGNALS:
    void specChanged(const halyard::RunSpec& spec); // at each edit: for drafts and forecasts
    void browseRequested(const std::string& role, const QString& from);
    // A file of items is to be chosen; the answer is setTaskFile().
    void fileBrowseRequested(const QString& from);
    // Text is to be prepared as an input: with the tokenizer of this folder (empty: none is chosen), in blocks of so
    // many tokens.
    void prepareRequested(const std::string& role, const QString& tokenizer, int block);
    void trialRequested(const halyard::RunSpec& spec);
    void launchRequested(const halyard::RunSpec& spec);
    void copyRequested(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Page {
        QWidget* widget = nullptr;
        std::size_t child = 0; // of which run: 0, or of a pipeline its number, or kPipeline for its own settings
        InputsForm* inputs = nullptr;
        SpecForm* form = nullptr; // none: the review
        bool hasError() const;
    };
    void build();
    [[nodiscard]] QLayout* buildTop();
    void buildPages();
    void addPages(RunKind kind, std::size_t child, QStringList& titles);
    [[nodiscard]] InputsForm* buildInputs(RunKind kind, std::size_t child, std::vector<std::string> roles);
    [[nodiscard]] QString tokenizerOf(std::size_t child) const;
    [[nodiscard]] QWidget* buildMeaning();
    [[nodiscard]] QWidget* buildFooter();
    [[nodiscard]] std::vector<RunKind> stages() const; // one, or those of a pipeline
    [[nodiscard]] RunSpec& specOf(const Page& page);
    void fill();     // specs -> fields
    void takeEdit(); // fields -> specs, then check()
    void share(const RunSpec& before);
    void check();
    void next();
    void showPage(int page);
    void updateReview(const std::vector<Issue>& issues);
    [[nodiscard]] QStringList commandsOf(const RunSpec& whole) const;
    [[nodiscard]] bool goToFirstProblem(int upToPage);
    [[nodiscard]] RunSpec presetOf(RunKind kind) const;
    void chain(RunSpec& pipeline) const;

    RunKind m_kind;
    QString m_preset;
    QString m_runFolder;
    static constexpr std::size_t kPipeline = std::size_t(-1);
    std::vector<RunSpec> m_specs; // one, or the children
    RunSpec m_pipeline;           // its own settings; children and inputs are in m_specs
    std::function<std::vector<Issue>(const RunSpec&)> m_validator;
    std::vector<Page> m_pages;
    std::vector<bool> m_visited;
    TrialResult::State m_trial = TrialResult::State::None;
    PlainLabel* m_title = nullptr;
    QComboBox* m_presetBox = nullptr;
    StepList* m_steps = nullptr;
    QStackedWidget* m_stack = nullptr;
    ReviewPage* m_review = nullptr;
    QWidget* m_meaningBox = nullptr;
    PlainLabel* m_meaning = nullptr;
    PlainLabel* m_refusal = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
};

} // namespace halyard::views
