// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace halyard::views {

// An axis as a form can show it.
struct DraftAxis {
    QString name;   // empty: that of the setting
    QString key;    // the setting, "align.optimizer.learning_rate"; of an axis that sets more: empty
    QString values; // "0.001, 0.002"; of an axis that sets more: the labels of its values
    bool repeat = false;
    bool isSimple = true; // one setting with plain values; another is edited as text
};

// The text of a grid (docs/study_grid.md) as it is edited: the text is the truth, and the form below changes places of it. Keys
// keep their order. Nothing here judges a grid; that is core/run/study_grid.h's.
class GridDraft {
public:
    // Nothing when the text is no JSON object.
    [[nodiscard]] static std::optional<GridDraft> fromText(const QString& text);
    [[nodiscard]] QString text() const; // what fits into a line stands in one

    [[nodiscard]] QString name() const { return textAt("name"); }
    [[nodiscard]] QString question() const { return textAt("question"); }
    void setName(const QString& name) { m_document["name"] = name.toStdString(); }
    void setQuestion(const QString& question) { m_document["question"] = question.toStdString(); }

    [[nodiscard]] std::vector<DraftAxis> axes() const;
    // A simple axis in place of the one that stands there; beyond the last it is added.
    void setAxis(std::size_t place, const DraftAxis& axis);
    void removeAxis(std::size_t place);

private:
    using OrderedJson = nlohmann::ordered_json;

    [[nodiscard]] QString textAt(const char* key) const;

    OrderedJson m_document;
};

} // namespace halyard::views
