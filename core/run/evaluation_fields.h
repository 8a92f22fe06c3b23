// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/field_info.h"
#include "core/run/run_spec.h"

namespace halyard {

template <class Member, class Visitor> void declareField(Visitor& visit, Member& member, FieldInfo info); // core/run/run_fields.h

// Settings of runs that measure models, as visitFields() passes them on.
template <class Part, class Visitor> void visitEvaluationTasks(Part& eval, Visitor& visit) {
    declareField(visit, eval.tasks,
                 {.key = "eval.tasks",
                  .label = HALYARD_TEXT("Tasks"),
                  .help = HALYARD_TEXT("Names of tasks with commas between them. Needles: niah_single_1, niah_single_2, "
                                       "niah_single_3, niah_multikey_1, niah_multikey_2, niah_multikey_3, niah_multivalue, "
                                       "niah_multiquery; of the bundled teacher's language: demo_filler, demo_busy. Empty is the three single "
                                       "ones of RULER, and none in a sweep."),
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.files,
                 {.key = "eval.files",
                  .label = HALYARD_TEXT("Task files"),
                  .help = HALYARD_TEXT("A file of items for each task: hellaswag, arc_easy, arc_challenge, piqa, winogrande in "
                                       "the layout of their data sets, as jsonl or Parquet; choices or choices:NAME with context, choices "
                                       "and answer; recall or recall:NAME with text and value."),
                  .kinds = {RunKind::Eval, RunKind::Sweep}});
    declareField(visit, eval.lengths,
                 {.key = "eval.lengths",
                  .label = HALYARD_TEXT("Lengths"),
                  .help = HALYARD_TEXT("Tokens of a whole prompt, counted by the model's tokenizer."),
                  .unit = "tokens",
                  .minimum = 16,
                  .maximum = 1 << 24,
                  .kinds = {RunKind::Niah, RunKind::Throughput, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.depths,
                 {.key = "eval.depths",
                  .label = HALYARD_TEXT("Depths"),
                  .help = HALYARD_TEXT("Where needles lie, in percent of the text; the documents of a cell take them in turn."),
                  .unit = "%",
                  .minimum = 0,
                  .maximum = 100,
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.trials,
                 {.key = "eval.trials",
                  .label = HALYARD_TEXT("Documents"),
                  .help = HALYARD_TEXT("Independent documents of a cell."),
                  .minimum = 1,
                  .maximum = 1e6,
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.needles,
                 {.key = "eval.needles",
                  .label = HALYARD_TEXT("Needles"),
                  .help = HALYARD_TEXT("Needles of a document that are asked for one after the other; they cost one reading of the "
                                       "document together. RULER has 1."),
                  .minimum = 1,
                  .maximum = 64,
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.filler,
                 {.key = "eval.filler",
                  .label = HALYARD_TEXT("Filler"),
                  .help = HALYARD_TEXT("A text file whose sentences hide the needles of tasks with essays; empty is generated text."),
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
}

template <class Part, class Visitor> void visitEvaluationMeans(Part& eval, Visitor& visit) {
    declareField(visit, eval.scalings,
                 {.key = "eval.scalings",
                  .label = HALYARD_TEXT("Logits scalings"),
                  .help = HALYARD_TEXT("With commas between them: own (what the model says), none, a number, or two words such as "
                                       "\"hype 500\"; with the input search also best, best constant, and best at 512 (the constant that "
                                       "best is at that position). Each is measured without loading the model again."),
                  .kinds = {RunKind::Niah, RunKind::Eval}});
    declareField(visit, eval.constants,
                 {.key = "eval.constants",
                  .label = HALYARD_TEXT("Constant scales"),
                  .help = HALYARD_TEXT("Scales that do not depend on the position, with commas between them; tried beside the values "
                                       "of A."),
                  .kinds = {RunKind::Scaling}});
    declareField(visit, eval.values,
                 {.key = "eval.values",
                  .label = HALYARD_TEXT("Values of A"),
                  .help = HALYARD_TEXT("Constants A of the scaling ln(t + A) / ln(A) that are tried."),
                  .minimum = 2,
                  .maximum = 1e9,
                  .kinds = {RunKind::Scaling}});
    declareField(visit, eval.max_new_tokens,
                 {.key = "eval.max_new_tokens",
                  .label = HALYARD_TEXT("Tokens of an answer"),
                  .help = HALYARD_TEXT("An answer ends at the latest after so many tokens; RULER has 128."),
                  .unit = "tokens",
                  .minimum = 1,
                  .maximum = 65536,
                  .kinds = {RunKind::Niah, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.prefill_chunk,
                 {.key = "eval.prefill_chunk",
                  .label = HALYARD_TEXT("Prefill chunk"),
                  .help = HALYARD_TEXT("Tokens that are read at once; memory grows with it."),
                  .unit = "tokens",
                  .minimum = 16,
                  .maximum = 1 << 20,
                  .kinds = {RunKind::Niah, RunKind::Eval, RunKind::Throughput, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.limit,
                 {.key = "eval.limit",
                  .label = HALYARD_TEXT("Items"),
                  .help = HALYARD_TEXT("Only the first items of each file, or blocks of the held-out text; 0 is all."),
                  .minimum = 0,
                  .maximum = 1e9,
                  .kinds = {RunKind::Eval, RunKind::Scaling, RunKind::Sweep}});
    declareField(visit, eval.new_tokens,
                 {.key = "eval.new_tokens",
                  .label = HALYARD_TEXT("Decoded tokens"),
                  .help = HALYARD_TEXT("Tokens that are decoded after the prompt to time one."),
                  .unit = "tokens",
                  .minimum = 1,
                  .maximum = 65536,
                  .kinds = {RunKind::Throughput}});
    declareField(visit, eval.repeats,
                 {.key = "eval.repeats",
                  .label = HALYARD_TEXT("Repeats"),
                  .help = HALYARD_TEXT("Measurements of each length; their median and spread are kept."),
                  .minimum = 1,
                  .maximum = 1000,
                  .kinds = {RunKind::Throughput}});
}

template <class Part, class Visitor> void visitSelect(Part& select, Visitor& visit) {
    declareField(visit, select.keep,
                 {.key = "select.keep",
                  .label = HALYARD_TEXT("Kept layers"),
                  .help = HALYARD_TEXT("Layers that a selection keeps as softmax attention; 0 is a quarter of them."),
                  .unit = "layers",
                  .minimum = 0,
                  .maximum = 1024,
                  .kinds = {RunKind::Sweep, RunKind::GaS2}});
    declareField(visit, select.screens,
                 {.key = "select.screens",
                  .label = HALYARD_TEXT("Screens"),
                  .help = HALYARD_TEXT("Judgements without tasks, with commas between them: kl (what exchanging a layer does to the "
                                       "predictions on held-out text), zero (what leaving out the attention of a layer does to "
                                       "seven synthetic tasks). Empty is none."),
                  .kinds = {RunKind::Sweep}});
    declareField(visit, select.synthetic_items,
                 {.key = "select.synthetic_items",
                  .label = HALYARD_TEXT("Synthetic items"),
                  .help = HALYARD_TEXT("Items of each synthetic task of the screen zero."),
                  .minimum = 1,
                  .maximum = 1e6,
                  .kinds = {RunKind::Sweep}});
    declareField(visit, select.layers,
                 {.key = "select.layers",
                  .label = HALYARD_TEXT("Exchanged layers"),
                  .help = HALYARD_TEXT("Layers that are exchanged, one after the other; empty is all of them."),
                  .minimum = 0,
                  .maximum = 1023,
                  .kinds = {RunKind::Sweep}});
    declareField(visit, select.rounds,
                 {.key = "select.rounds",
                  .label = HALYARD_TEXT("Rankings"),
                  .help = HALYARD_TEXT("How often the layers are ranked, after equal numbers of steps; all probes go on to the next "
                                       "ranking in turn."),
                  .minimum = 1,
                  .maximum = 1000,
                  .kinds = {RunKind::GaS2}});
    declareField(visit, select.patience,
                 {.key = "select.patience",
                  .label = HALYARD_TEXT("Stable rankings"),
                  .help = HALYARD_TEXT("The probes end early once so many rankings one after the other keep the same layers; 0 is never."),
                  .minimum = 0,
                  .maximum = 1000,
                  .kinds = {RunKind::GaS2}});
}

} // namespace halyard
