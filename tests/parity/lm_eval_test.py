# SPDX-License-Identifier: GPL-3.0-or-later
# Runs with lm-evaluation-harness.
"""`halyard eval choices` and `recall` against lm-evaluation-harness: its own tasks, on files in the layouts of their data sets.

The files are made by a seeded generator from the demo's text; the model is a small student that was trained for a few steps.
"""

import json
import os
import pathlib
import random
import subprocess
import tempfile

import pytest

CACHE = tempfile.TemporaryDirectory(prefix="halyard-lm-eval-")
for variable in ("HF_HOME", "HF_MODULES_CACHE", "HF_DATASETS_CACHE"):
    os.environ[variable] = CACHE.name
for variable in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
    os.environ[variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import lm_eval
import torch
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager

torch.set_num_threads(1)  # the model is small; waiting for each other costs more than it computes
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HALYARD_BIN", REPOSITORY / "build/release/bin")) / "halyard"
HARNESS = pathlib.Path(lm_eval.__file__).parent / "tasks"
ITEMS = 500
# Task -> the harness's own definition and the split that it is evaluated on.
OWN = {
    "hellaswag": ("hellaswag/hellaswag.yaml", "validation"),
    "arc_easy": ("arc/arc_easy.yaml", "test"),
    "arc_challenge": ("arc/arc_challenge.yaml", "test"),
    "piqa": ("piqa/piqa.yaml", "validation"),
    "winogrande": ("winogrande/default.yaml", "validation"),
}
GENERIC = """\
task: local_choices
dataset_path: json
dataset_kwargs: {{data_files: {{validation: {file}}}}}
output_type: multiple_choice
validation_split: validation
doc_to_text: "{{{{context}}}}"
doc_to_choice: "{{{{choices}}}}"
doc_to_target: "{{{{answer}}}}"
metric_list: [{{metric: acc}}, {{metric: acc_norm}}]
"""
RECALL = """\
task: local_recall
dataset_path: json
dataset_kwargs: {{data_files: {{validation: {file}}}}}
output_type: generate_until
validation_split: validation
doc_to_text: "{{{{text | trim}}}}"
doc_to_target: "{{{{value | trim}}}}"
generation_kwargs: {{until: ["\\n"], max_gen_toks: 48, do_sample: false}}
process_results: !function recall_score.process_results
metric_list: [{{metric: contains, aggregation: mean, higher_is_better: true}}]
"""
# The harness's own judgement of SWDE, FDA and SQuAD completion.
RECALL_SCORE = """\
from lm_eval.tasks.fda.task import contains_score


def process_results(doc, results):
    return {"contains": contains_score(results[0], [doc["value"].strip()])}
"""


def run(*words):
    result = subprocess.run(
        [PROGRAM, *map(str, words)],
        env={**os.environ, "HALYARD_PYTHON": "/nowhere/python"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


class Phrases:
    """Pieces of the demo's text, with what the layouts' preprocessing is there for strewn in."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        text = "".join(path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "resources/demo").glob("*.jsonl"))[:1])
        lines = [json.loads(line)["text"] for line in text.splitlines()[:200]]
        self.words = " ".join(lines).split()

    def some(self, least, most):
        start = self.random.randrange(len(self.words) - most)
        return " ".join(self.words[start : start + self.random.randint(least, most)])

    def odd(self, phrase):
        extra = ["[header]", " [title] How to", "[step] ", "  ", " naïve Ärger ", "[sub]steps[/sub] "]
        words = phrase.split(" ")
        if self.random.random() < 0.4:
            words.insert(self.random.randrange(len(words)), self.random.choice(extra))
        return " ".join(words)


def write(path, items):
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def make_files(folder):
    phrases = Phrases(20240229)
    pick = phrases.random
    files = {
        "hellaswag": [
            {
                "activity_label": phrases.some(1, 2),
                "ctx_a": phrases.odd(phrases.some(4, 9)),
                "ctx_b": phrases.odd(phrases.some(1, 4)),
                "endings": [phrases.odd(phrases.some(3, 8)) for _ in range(4)],
                "label": str(pick.randrange(4)),
            }
            for _ in range(ITEMS)
        ],
        "piqa": [
            {"goal": phrases.some(3, 9), "sol1": phrases.some(2, 9), "sol2": phrases.some(2, 9), "label": pick.randrange(2)}
            for _ in range(ITEMS)
        ],
        "winogrande": [
            {
                "sentence": f"{phrases.some(2, 5)} _ {phrases.some(2, 5)}".replace("_ ", "_ " if pick.random() < 0.7 else "_", 1),
                "option1": phrases.some(1, 1),
                "option2": phrases.some(1, 2),
                "answer": pick.choice("12"),
            }
            for _ in range(ITEMS)
        ],
        "choices": [
            {
                "context": phrases.some(3, 9) + pick.choice(["", " ", "\n", "\u00a0"]),
                "choices": [phrases.some(1, 5) for _ in range(3)],
                "answer": pick.randrange(3),
            }
            for _ in range(ITEMS)
        ],
    }
    for task in ("arc_easy", "arc_challenge"):
        files[task] = []
        for _ in range(ITEMS):
            labels = pick.choice([list("ABCD"), list("1234"), list("ABC"), list("ABCDE")])
            texts = [phrases.some(1, 6) for _ in labels]
            files[task].append(
                {
                    "id": "x",
                    "question": phrases.some(4, 12),
                    "choices": {"text": texts, "label": labels},
                    "answerKey": pick.choice(labels),
                }
            )
    files["recall"] = [{"text": phrases.some(6, 20) + " ", "value": phrases.some(1, 1)} for _ in range(ITEMS)]
    return {task: write(folder / f"{task}.jsonl", items) for task, items in files.items()}


def write_tasks(folder, files):
    """The harness's own tasks on our files, as YAML that includes them."""
    for task, (definition, split) in OWN.items():
        others = {"training_split", "validation_split", "test_split"} - {f"{split}_split"}
        (folder / f"{task}.yaml").write_text(
            f"include: {HARNESS / definition}\ntask: local_{task}\ndataset_path: json\ndataset_name: null\n"
            f"dataset_kwargs: {{data_files: {{{split}: {files[task]}}}}}\n" + "".join(f"{other}: null\n" for other in sorted(others)),
            encoding="utf-8",
        )
    (folder / "choices.yaml").write_text(GENERIC.format(file=files["choices"]), encoding="utf-8")
    (folder / "recall.yaml").write_text(RECALL.format(file=files["recall"]), encoding="utf-8")
    (folder / "recall_score.py").write_text(RECALL_SCORE, encoding="utf-8")


def make_student(folder):
    """A hybrid of six layers, of a teacher that has seen a few hundred tokens of the text."""
    text = REPOSITORY / "resources" / "demo"
    tokenizer = text / "tokenizer"
    data = folder / "data"
    run("data", "prepare", "--tokenizer", tokenizer, "--input", text / "held_out.jsonl", "--out", data, "--packing", "stream", "--block", 32)
    short = ["schedule.steps=6", "schedule.warmup_steps=2", "data.context_length=32", "data.batch_size=2"]
    settings = [word for setting in short for word in ("--set", setting)]

    def train(kind, *inputs):
        run("new", kind, "--preset", "demo", "--data", data, "--tokenizer", tokenizer, "--out", folder / kind, *inputs, *settings)
        run("run", folder / kind)

    train("pretrain")
    teacher = folder / "pretrain" / "checkpoints" / "step-6"
    train("stage1", "--teacher", teacher)
    train("stage2", "--teacher", teacher, "--student", folder / "stage1")
    run("export", "--run", folder / "stage2", "--out", folder / "student", "--tokenizer", tokenizer)
    return folder / "student"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lm-eval")
    student = make_student(folder)
    files = make_files(folder)
    # Half of the values are what the model says itself, so that both scores occur.
    items = [json.loads(line) for line in files["recall"].read_text(encoding="utf-8").splitlines()]
    for item in items[::2]:
        item["value"] = random.Random(item["text"]).choice(["the ", "PACKAGE", "of", "a", "Debian"]).strip()
    write(files["recall"], items)
    return folder, student, files


@pytest.fixture(scope="module")
def harness(world):
    folder, student, files = world
    tasks = folder / "tasks"
    tasks.mkdir()
    write_tasks(tasks, files)
    model = HFLM(pretrained=str(student), trust_remote_code=True, dtype="float32", device="cpu", batch_size=16)
    return lm_eval.simple_evaluate(
        model=model,
        tasks=[f"local_{task}" for task in files],
        task_manager=TaskManager(include_path=str(tasks), include_defaults=False),
        log_samples=True,
        bootstrap_iters=0,
        verbosity="ERROR",
    )


@pytest.fixture(scope="module")
def ours(world):
    folder, student, files = world
    words = [word for task, file in files.items() for word in ("--file", f"{task}={file}")]
    results = json.loads(run("eval", "choices", "--model", student, "--out", folder / "eval", "--json", *words))
    assert results["complete"]
    records = [json.loads(line) for line in (folder / "eval" / "trials.jsonl").read_text(encoding="utf-8").splitlines()]
    return {
        cell["task"]: (cell, sorted((r for r in records if r["cell"] == cell["id"]), key=lambda r: r["item"]))
        for cell in results["cells"]
    }


def argmax(values):
    return max(range(len(values)), key=lambda i: (values[i], -i))


@pytest.mark.parametrize("task", [*OWN, "choices"])
def test_every_choice_and_every_accuracy_is_the_harness_s(task, harness, ours):
    cell, records = ours[task]
    samples = sorted(harness["samples"][f"local_{task}"], key=lambda sample: sample["doc_id"])
    assert len(samples) == len(records) == ITEMS
    for sample, record in zip(samples, records):
        theirs = [response[0] for response in sample["filtered_resps"]]
        assert record["log_likelihoods"] == pytest.approx(theirs, abs=2e-3), record["item"]
        assert record["choice"] == argmax(theirs), record["item"]
        assert (record["choice"] == record["gold"]) == (sample["acc"] == 1), record["item"]
        if "acc_norm" in sample:
            assert (record["choice_norm"] == record["gold"]) == (sample["acc_norm"] == 1), record["item"]
    theirs = harness["results"][f"local_{task}"]
    assert cell["accuracy"] == pytest.approx(theirs["acc,none"], abs=1e-12)
    assert 0 < cell["accuracy"] < 1 and cell["low"] < cell["accuracy"] < cell["high"]
    assert ("acc_norm" in cell) == (task != "winogrande")
    if "acc_norm" in cell:
        assert cell["acc_norm"] == pytest.approx(theirs["acc_norm,none"], abs=1e-12)


def test_every_recalled_text_is_the_harness_s(harness, ours):
    cell, records = ours["recall"]
    samples = sorted(harness["samples"]["local_recall"], key=lambda sample: sample["doc_id"])
    assert len(samples) == len(records) == ITEMS
    for sample, record in zip(samples, records):
        assert record["answer"] == sample["filtered_resps"][0], record["item"]
        assert record["score"] == sample["contains"], record["item"]
    assert cell["accuracy"] == pytest.approx(harness["results"]["local_recall"]["contains,none"], abs=1e-12)
    assert 0 < cell["accuracy"] < 1


@pytest.mark.parametrize(
    "task, line, sentence",
    [
        ("piqa", '{"goal": "a", "sol1": "b", "label": 0}', 'there is no "sol2"; this is not the layout of piqa.'),
        ("hellaswag", '{"ctx_a": 3, "ctx_b": "b", "activity_label": "c", "endings": ["d"], "label": 0}', '"ctx_a" must be a text'),
        ("winogrande", '{"sentence": "no gap", "option1": "a", "option2": "b", "answer": "1"}', 'a text with a gap, "_"'),
        ("choices", '{"context": "a", "choices": ["b"], "answer": 4}', '"answer" is 4; it must name one of the 1 choices'),
        ("arc_easy", '{"question": "a", "choices": ["b"], "answerKey": "A"}', 'an object with "text" and "label"'),
        ("recall", "not json", "is not valid JSON"),
        ("hellaswagg", "{}", 'Did you mean "hellaswag"?'),
        ("piqa", "PAR1", "cannot be read as a Parquet file"),
    ],
)
def test_another_layout_is_refused_with_one_sentence(task, line, sentence, world, tmp_path):
    file = tmp_path / "items.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    result = subprocess.run(
        [PROGRAM, "eval", "choices", "--model", world[1], "--file", f"{task}={file}", "--out", tmp_path / "run"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 2, result.stderr
    assert sentence in result.stderr
    assert result.stdout == ""
