// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/evaluation_results.h"

#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <QCoreApplication>

#include <cmath>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::EvaluationResults", text);
}

// Each value is asked for by its type: results may come from another version, or from anyone.
QString textIn(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? fromUtf8(found->get_ref<const std::string&>()) : QString();
}

std::optional<double> numberIn(const Json& object, const std::string& key) {
    const auto found = object.find(key);
    const bool fits = found != object.end() && found->is_number() && std::isfinite(found->get<double>());
    return fits ? std::optional(found->get<double>()) : std::nullopt;
}

std::int64_t wholeIn(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flagIn(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

const Json& listIn(const Json& object, const char* key) {
    static const Json kNone = Json::array();
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : kNone;
}

std::optional<Measured> accuracyIn(const Json& object) {
    const auto value = numberIn(object, "accuracy");
    if (!value) {
        return std::nullopt;
    }
    return Measured{*value, numberIn(object, "low").value_or(*value), numberIn(object, "high").value_or(*value)};
}

std::optional<Measured> spreadIn(const Json& object, const std::string& key) {
    const auto value = numberIn(object, key);
    if (!value || *value < 0) {
        return std::nullopt;
    }
    return Measured{*value, numberIn(object, key + "_low").value_or(*value), numberIn(object, key + "_high").value_or(*value)};
}

EvaluationCell cellOf(const Json& entry) {
    EvaluationCell cell;
    cell.id = textIn(entry, "id");
    cell.model = textIn(entry, "model");
    cell.modelPath = textIn(entry, "model_path");
    cell.scaling = textIn(entry, "scaling");
    cell.task = textIn(entry, "task");
    cell.host = textIn(entry, "host");
    cell.layer = entry.contains("layer") ? std::optional(wholeIn(entry, "layer")) : std::nullopt;
    cell.failed = textIn(entry, "failed");
    cell.length = wholeIn(entry, "length");
    cell.threads = wholeIn(entry, "threads");
    cell.complete = flagIn(entry, "complete");
    cell.accuracy = accuracyIn(entry);
    if (!cell.accuracy) { // multiple choice says it by this name
        if (const auto acc = numberIn(entry, "acc")) {
            cell.accuracy = Measured{*acc, *acc, *acc};
        }
    }
    cell.questions = wholeIn(entry, "n");
    for (const Json& each : listIn(entry, "by_depth")) {
        const auto depth = each.is_object() ? numberIn(each, "depth") : std::nullopt;
        const auto accuracy = each.is_object() ? accuracyIn(each) : std::nullopt;
        if (depth && accuracy) {
            cell.depths.push_back({*depth, *accuracy, wholeIn(each, "n")});
        }
    }
    cell.loss = numberIn(entry, "loss");
    cell.prefillSeconds = spreadIn(entry, "prefill_seconds");
    cell.tokenSeconds = spreadIn(entry, "token_seconds");
    cell.peakMegabytes = spreadIn(entry, "peak_megabytes");
    cell.outOfMemory = textIn(entry, "outcome") == QLatin1String("out_of_memory");
    cell.needBytes = numberIn(entry, "need_bytes");
    cell.haveBytes = numberIn(entry, "have_bytes");
    return cell;
}

ScalingSearch searchOf(const Json& entry) {
    ScalingSearch search{textIn(entry, "model"), {}, textIn(entry, "by_loss"), textIn(entry, "by_needles")};
    for (const Json& tried : listIn(entry, "curve")) {
        if (tried.is_object()) {
            search.curve.push_back({textIn(tried, "scaling"), numberIn(tried, "loss"), numberIn(tried, "needles")});
        }
    }
    return search;
}

QString expectedIn(const Json& record) {
    for (const char* key : {"expected", "expected_tokens", "answer_text", "value"}) {
        const auto found = record.find(key);
        if (found == record.end()) {
            continue;
        }
        if (found->is_string()) {
            return fromUtf8(found->get_ref<const std::string&>());
        }
        if (found->is_array()) {
            QStringList parts;
            for (const Json& part : *found) {
                parts << (part.is_string() ? fromUtf8(part.get_ref<const std::string&>())
                                           : fromUtf8(part.dump(-1, ' ', false, Json::error_handler_t::replace)));
            }
            return parts.join(found->front().is_string() ? QStringLiteral(", ") : QStringLiteral(" "));
        }
    }
    return {};
}

void addTrials(const Json& record, std::vector<EvaluationTrial>& out) {
    if (record.is_array()) {
        for (const Json& each : record) {
            addTrials(each, out);
        }
        return;
    }
    if (!record.is_object()) {
        return;
    }
    EvaluationTrial trial{wholeIn(record, "document"), numberIn(record, "depth").value_or(0), numberIn(record, "score").value_or(0),
                          textIn(record, "question"), expectedIn(record), textIn(record, "answer")};
    const Json& tokens = listIn(record, "tokens");
    if (trial.answer.isEmpty() && !tokens.empty()) { // a model without a tokenizer answers in numbers
        QStringList numbers;
        for (const Json& token : tokens) {
            numbers << (token.is_number_integer() ? QString::number(token.get<std::int64_t>()) : QStringLiteral("?"));
        }
        trial.answer = numbers.join(u' ');
    }
    out.push_back(std::move(trial));
}

} // namespace

EvaluationResults evaluationResults(const Json& document) {
    EvaluationResults out;
    if (!document.is_object()) {
        return out;
    }
    const auto kind = document.find("kind");
    if (kind != document.end() && kind->is_string()) {
        out.kind = runKindFromName(kind->get_ref<const std::string&>());
    }
    out.complete = flagIn(document, "complete");
    for (const Json& entry : listIn(document, "cells")) {
        if (entry.is_object() && !textIn(entry, "model").isEmpty()) {
            out.cells.push_back(cellOf(entry));
        } else {
            ++out.unreadable;
        }
    }
    for (const Json& entry : listIn(document, "search")) {
        if (entry.is_object()) {
            out.searches.push_back(searchOf(entry));
        }
    }
    return out;
}

std::vector<EvaluationTrial> evaluationTrials(const Json& document) {
    std::vector<EvaluationTrial> out;
    addTrials(document.is_object() ? listIn(document, "records") : document, out);
    return out;
}

std::optional<double> scalingBase(const QString& scaling) {
    bool read = false;
    const double value = scaling.startsWith(QLatin1String("hype ")) ? QStringView(scaling).mid(5).toDouble(&read) : 0;
    return read && std::isfinite(value) && value > 0 ? std::optional(value) : std::nullopt;
}

QString scalingText(const QString& scaling) {
    if (scaling == QLatin1String("none")) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::EvaluationResults", "no scaling"));
    }
    if (const auto base = scalingBase(scaling)) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::EvaluationResults", "A = %1")).arg(numberText(*base));
    }
    bool isNumber = false;
    const QString word = QStringLiteral("constant "); // as scalings are described; a bare number means the same
    const double constant = (scaling.startsWith(word) ? scaling.mid(word.size()) : scaling).toDouble(&isNumber);
    return isNumber ? inLanguage(QT_TRANSLATE_NOOP("halyard::views::EvaluationResults", "constant %1")).arg(numberText(constant)) : scaling;
}

} // namespace halyard::views
