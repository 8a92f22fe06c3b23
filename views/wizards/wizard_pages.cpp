// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/wizard_pages.h"

#include "core/run/early_needles.h"
#include "core/run/evaluation.h"
#include "core/run/field_info.h"
#include "core/run/mixer_fields.h"
#include "core/run/run_inputs.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::WizardPages", text);
}

WizardPageContent teacherPage(RunKind kind) {
    if (kind == RunKind::Stage3) {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Checkpoint")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The student that learns to use a longer context.")),
                {"student", "teacher", "tokenizer"},
                {{"name"}, {}}};
    }
    if (kind == RunKind::Pretrain) {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Model")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The architecture that is trained from scratch.")),
                {"start", "tokenizer"},
                {{"name", "model.config"}, {}}};
    }
    return {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Teacher")),
            inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The model whose layers and predictions the student learns.")),
            {"teacher", "tokenizer"},
            {{"name"}, {}}};
}

WizardPageContent studentPage(RunKind kind) {
    if (kind == RunKind::Stage1) {
        return {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Mixer")),
                inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "What takes the place of softmax attention in each layer.")),
                {"student"},
                {{"model.mixer", "model.rand_init"},
                 {"model.expand_kv_proj", "model.attn_use_rope", "model.attn_use_output_gate",
                  "model.attn_logits_scaling", "model.config"}}};
    }
    return {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Student")),
            inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Which layers keep attention, and what the others become.")),
            {"student"},
            {{"model.attention_layers", "model.mixer", "model.attn_use_rope", "model.attn_use_output_gate"},
             {"model.attn_logits_scaling", "model.expand_kv_proj", "model.rand_init", "model.config"}}};
}

QString measuredText(RunKind kind) {
    switch (kind) {
    case RunKind::Eval: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Multiple choice, recall and perplexity, from files of yours."));
    case RunKind::Throughput: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Time of a token and memory at each length; memory that is not there is a result, too."));
    case RunKind::Scaling: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Each value is tried by the loss on held-out text and by needles."));
    case RunKind::Sweep: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The teacher with one layer exchanged after the other is measured on all of these."));
    default: return inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Which needles are hidden in how long texts, and how deep."));
    }
}

// What a kind reads and no page before holds, in the order of the settings.
std::vector<std::string> otherFields(RunKind kind, const std::vector<std::string>& held) {
    std::vector<std::string> out;
    for (const FieldInfo& field : fieldInfos()) {
        const bool reads = field.kinds.empty() || std::find(field.kinds.begin(), field.kinds.end(), kind) != field.kinds.end();
        if (reads && std::find(held.begin(), held.end(), field.key) == held.end()) {
            out.push_back(field.key);
        }
    }
    return out;
}

std::vector<WizardPageContent> measuringPages(RunKind kind) {
    const bool sweeps = kind == RunKind::Sweep;
    WizardPageContent models = {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Models")),
                                sweeps ? inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The teacher, and the run of stage 1 that has a mixer for each of its layers."))
                                       : inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The models that are compared; the weights of each are read once.")),
                                {}, {{"name"}, {}}};
    WizardPageContent texts = {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Measured")), measuredText(kind), {}, {}};
    const KindInputs inputs = inputsOf(kind);
    for (const std::string_view role : inputs.required) {
        models.roles.emplace_back(role);
    }
    for (const std::string_view role : inputs.optional) {
        (role == "held_out" ? texts : models).roles.emplace_back(role);
    }
    switch (kind) {
    case RunKind::Eval: texts.fields.shown = {"eval.files", "eval.scalings", "eval.limit"}; break;
    case RunKind::Throughput: texts.fields.shown = {"eval.lengths", "eval.new_tokens", "eval.repeats"}; break;
    case RunKind::Scaling: texts.fields.shown = {"eval.values", "eval.constants", "eval.tasks", "eval.lengths", "eval.trials"}; break;
    case RunKind::Sweep: texts.fields.shown = {"eval.tasks", "eval.lengths", "eval.files", "select.screens", "select.keep"}; break;
    default: texts.fields.shown = {"eval.tasks", "eval.lengths", "eval.depths", "eval.trials", "eval.scalings"}; break;
    }
    WizardPageContent where = {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Where")), inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The device that computes, and its number format.")), {},
                               {{"train.device", "train.dtype", "train.threads", "limits.hours"}, {}}};
    std::vector<std::string> held = models.fields.shown;
    held.insert(held.end(), texts.fields.shown.begin(), texts.fields.shown.end());
    held.insert(held.end(), where.fields.shown.begin(), where.fields.shown.end());
    texts.fields.more = otherFields(kind, held);
    return {models, texts, where};
}

} // namespace

std::vector<WizardPageContent> wizardPages(RunKind kind) {
    if (isEvaluation(kind)) {
        return measuringPages(kind);
    }
    if (kind == RunKind::Pipeline) {
        return {{inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Pipeline")),
                 inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The three stages run one after another; each begins with the student of the one before.")),
                 {},
                 {{"name", "limits.hours", "limits.retries"}, {}}}};
    }
    std::vector<WizardPageContent> pages = {teacherPage(kind)};
    const bool longContext = kind == RunKind::Stage3;
    pages.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Data")),
                     longContext ? inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Long text, and how much of it makes a step."))
                                 : inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The text, and how much of it makes a step.")),
                     {"data", "held_out"},
                     {{"data.context_length", "data.batch_size", "data.accumulation"}, {"data.shuffle"}}});
    if (kind == RunKind::Stage1 || kind == RunKind::Stage2) {
        pages.push_back(studentPage(kind));
        std::vector<std::string>& more = pages.back().fields.more;
        for (const MixerField& field : mixerFields()) {
            more.insert(std::find(more.begin(), more.end(), "model.config"), field.info.key);
        }
    }
    if (kind == RunKind::Stage1) {
        pages.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Objective")),
                         inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "How far a layer is from the teacher's.")),
                         {},
                         {{"train.align_loss"}, {}}});
    }
    WizardPageContent training = {inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Training")),
                                  inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "How large the steps are.")),
                                  {},
                                  {{"optimizer.learning_rate", "optimizer.min_learning_rate", "schedule.kind"},
                                   {"optimizer.mixer_learning_rate", "schedule.warmup_steps", "schedule.decay_steps",
                                    "optimizer.weight_decay", "optimizer.clip_norm", "optimizer.beta1", "optimizer.beta2",
                                    "optimizer.epsilon", "train.on_non_finite", "train.seed"}}};
    if (longContext) {
        training.fields.shown.insert(training.fields.shown.begin(), "train.activation_checkpointing");
        training.fields.more.insert(training.fields.more.begin(), "model.attn_logits_scaling");
    } else {
        training.fields.more.insert(training.fields.more.begin(), "train.activation_checkpointing");
    }
    pages.push_back(training);
    std::vector<std::string> kept = {"limits.hours", "limits.retries", "train.keep_checkpoints", "train.milestones", "train.log_every_steps",
                                     "train.held_out_every_steps", "train.held_out_batches"};
    if (mayAskNeedles(kind)) {
        kept.insert(kept.end(), {"train.needle_lengths", "train.needle_tasks", "train.needle_documents", "train.needle_questions"});
    }
    pages.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Budget")),
                     inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "How long it runs, and what it keeps on the way.")),
                     {},
                     {{"schedule.steps", "schedule.tokens", "train.checkpoint_every_steps"},
                      std::move(kept)}});
    pages.push_back({inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "Where")),
                     inLanguage(QT_TRANSLATE_NOOP("halyard::views::WizardPages", "The device that computes, and its number format.")),
                     {},
                     {{"train.device", "train.dtype", "train.threads"}, {}}});
    return pages;
}

} // namespace halyard::views
