// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/field_info.h"
#include "core/run/run_spec.h"

#include <vector>

namespace halyard {

template <class Member, class Visitor> void declareField(Visitor& visit, Member& member, FieldInfo info); // core/run/run_fields.h

// Settings of early needles (core/run/early_needles.h), as visitFields() passes them on.
template <class Part, class Visitor> void visitEarlyNeedles(Part& train, Visitor& visit) {
    const std::vector<RunKind> students = {RunKind::Stage2, RunKind::Stage3};
    declareField(visit, train.needle_lengths,
                 {.key = "train.needle_lengths",
                  .label = HALYARD_TEXT("Early needles"),
                  .help = HALYARD_TEXT("Lengths of documents in which the model looks for needles after each checkpoint, always the same "
                                       "ones; empty is none. They are drawn under the loss."),
                  .unit = "tokens",
                  .minimum = 16,
                  .maximum = 1 << 24,
                  .kinds = students});
    declareField(visit, train.needle_tasks,
                 {.key = "train.needle_tasks",
                  .label = HALYARD_TEXT("Tasks of early needles"),
                  .help = HALYARD_TEXT("Names of tasks with commas between them, as in \"eval.tasks\". Empty is the three single ones of "
                                       "RULER; demo_busy is for the bundled teacher's language."),
                  .kinds = students});
    declareField(visit, train.needle_documents,
                 {.key = "train.needle_documents",
                  .label = HALYARD_TEXT("Documents of early needles"),
                  .help = HALYARD_TEXT("Documents of each task and length."),
                  .minimum = 1,
                  .maximum = 1000,
                  .kinds = students});
    declareField(visit, train.needle_questions,
                 {.key = "train.needle_questions",
                  .label = HALYARD_TEXT("Needles of a document"),
                  .help = HALYARD_TEXT("Early needles of a document that are asked for one after the other; they cost one reading of the "
                                       "document together. RULER has 1."),
                  .minimum = 1,
                  .maximum = 64,
                  .kinds = students});
}

} // namespace halyard
