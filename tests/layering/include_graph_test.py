# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom (ARCHITECTURE.md), read from the sources: every include, not only what one build compiles.

Needs nothing but Python's own library. Usage: include_graph_test.py SOURCE_DIR
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE_DIR = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("core", "kernels", "remote", "views", "app", "bench", "tests")
SUFFIXES = (".h", ".cpp", ".cu", ".cuh", ".inc")
WAIST = ("core/base", "core/run", "core/io", "core/text", "core/cost", "core/select/score", "core/cli")
BEYOND = ("core/model", "core/train", "core/eval", "core/data", "core/export", "core/worker", "core/select/probe",
          "kernels")
# (folders, what they must not include, why)
RULES = (
    (WAIST, re.compile(r"^(%s)/" % "|".join(BEYOND)), "the waist never includes what computes"),
    (WAIST + ("remote", "views", "app"), re.compile(r"^(torch|ATen|c10|caffe2)/|^kernels/torch_prelude\.h$"),
     "Torch's headers stay in core and kernels beyond the waist"),
    (("core", "kernels"), re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*|qcustomplot\.h|libssh/.*)$"),
     "core and kernels never include Qt or libssh"),
    (("core", "kernels"), re.compile(r"^(app|views|remote)/"), "core and kernels know no window and no host"),
    (("views",), re.compile(r"^remote/"), "views never include remote"),
    (("views",), re.compile(r"^app/"), "only app knows the views"),
    (("views",), re.compile(r"^(Qt(Core|Network)/)?Q(File|SaveFile|Dir|Settings|Process|Tcp\w*|Network\w*)$"),
     "views read no file, no setting and start no process"),
    (("remote",), re.compile(r"^(views|app)/|^QtWidgets/|^QWidget$"), "remote never includes views"),
    (("remote/agent",), re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*)$"), "the agent never includes Qt"),
    (("remote", "views", "app"), re.compile(r"^(%s)/" % "|".join(BEYOND)), "the desktop links the waist alone"),
    (("core", "kernels", "remote", "views", "app"), re.compile(r"^tests/"), "no program includes a test"),
)
CUDA_RULE = re.compile(r"^(torch|ATen|c10|caffe2)/|^kernels/(torch_prelude\.h|ops/|reference/)")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
SHELL = re.compile(r"(?<![\w.>:])(?:std::|::)?(system|popen)\s*\(")
SPDX = re.compile(r"^(//|#) SPDX-License-Identifier: GPL-3\.0-or-later$")


def source_files(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path.relative_to(root)


def is_below(path, folders):
    return any(path.as_posix().startswith(folder + "/") for folder in folders)


def include_findings(path, text):
    for name in INCLUDE.findall(text):
        for folders, forbidden, why in RULES:
            if is_below(path, folders) and forbidden.search(name):
                yield f"{path}: includes {name}, but {why}"
        if path.suffix in (".cu", ".cuh") and CUDA_RULE.search(name):
            yield f"{path}: includes {name}, but CUDA code takes pointers, sizes and a stream"
        if name.startswith("../"):
            yield f"{path}: includes {name}, but includes are written from the source root"


def text_findings(path, text):
    first = text.split("\n", 1)[0]
    if not SPDX.match(first):
        yield f"{path}: the first line is not the SPDX line"
    code = COMMENT_OR_TEXT.sub(" ", text)
    for match in SHELL.finditer(code):
        yield f"{path}: calls {match.group(1)}(), but no shell line is ever put together"


def findings(root):
    for path in source_files(root):
        text = (root / path).read_text(encoding="utf-8")
        yield from include_findings(path, text)
        yield from text_findings(path, text)


def script_findings(root):
    scripts = [root / name for name in ("run", "test", ".ci/run")]
    for pattern in ("CMakeLists.txt", "*.cmake", "*.py", "*.sh"):
        scripts += root.rglob(pattern)
    for path in sorted(set(scripts)):
        relative = path.relative_to(root)
        if not path.is_file() or relative.parts[0] in ("build", ".git") or relative.parts[0].startswith(".venv"):
            continue
        lines = path.read_text(encoding="utf-8").split("\n", 2)
        if not any(SPDX.match(line) for line in lines[:2]):
            yield f"{relative}: neither of the first two lines is the SPDX line"


class Tree(unittest.TestCase):
    def test_sources_are_found(self):
        files = list(source_files(SOURCE_DIR))
        self.assertGreater(len(files), 40)
        for folder in ("core/base", "core/io", "kernels/ops", "kernels/cuda"):
            self.assertTrue(any(is_below(path, (folder,)) for path in files), folder)
        includes = sum(len(INCLUDE.findall((SOURCE_DIR / path).read_text())) for path in files)
        self.assertGreater(includes, 100)

    def test_nobody_includes_what_the_architecture_forbids(self):
        self.assertEqual(list(findings(SOURCE_DIR)), [])

    def test_scripts_carry_the_licence(self):
        self.assertEqual(list(script_findings(SOURCE_DIR)), [])


class Checker(unittest.TestCase):
    """Each rule finds a breach of it: the tree does not pass because nothing is looked at."""

    BREACHES = {
        "core/base/a.cpp": ('#include "core/model/decoder.h"', "the waist never includes what computes"),
        "core/io/a.cpp": ("#include <ATen/ATen.h>", "Torch's headers stay in core"),
        "core/cost/a.h": ("  #  include <torch/types.h>", "Torch's headers stay in core"),
        "core/select/score/a.h": ("#include <c10/util/Half.h>", "Torch's headers stay in core"),
        "core/cli/a.cpp": ('#include "kernels/ops/norm.h"', "the waist never includes what computes"),
        "core/train/a.cpp": ("#include <QString>", "core and kernels never include Qt"),
        "core/eval/a.cpp": ("#include <QtCore/QString>", "core and kernels never include Qt"),
        "kernels/cpu/a.cpp": ('#include "remote/host.h"', "core and kernels know no window"),
        "kernels/cuda/a.cu": ("#include <ATen/ATen.h>", "CUDA code takes pointers"),
        "kernels/cuda/b.cuh": ('#include "kernels/ops/norm.h"', "CUDA code takes pointers"),
        "views/a.cpp": ('#include "remote/host.h"', "views never include remote"),
        "views/b.cpp": ("#include <QSettings>", "views read no file"),
        "views/c.cpp": ("#include <QtNetwork/QTcpSocket>", "views read no file"),
        "views/d.cpp": ('#include "app/main_window.h"', "only app knows the views"),
        "remote/agent/a.cpp": ("#include <QByteArray>", "the agent never includes Qt"),
        "remote/a.cpp": ('#include "views/plot.h"', "remote never includes views"),
        "remote/b.cpp": ('#include "core/train/trainer.h"', "the desktop links the waist alone"),
        "app/a.cpp": ("#include <torch/torch.h>", "Torch's headers stay in core"),
        "core/run/a.cpp": ('int a = std::system("ls");', "calls system()"),
        "core/run/b.cpp": ('FILE* f = popen("ls", "r");', "calls popen()"),
        "core/run/c.cpp": ('#include "../io/safetensors.h"', "written from the source root"),
    }

    def check(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return list(findings(root))

    def test_every_breach_is_found_and_named(self):
        for name, (line, expected) in self.BREACHES.items():
            found = self.check({name: f"// SPDX-License-Identifier: GPL-3.0-or-later\n{line}\n"})
            self.assertEqual(len(found), 1, (name, found))
            self.assertIn(expected, found[0])
            self.assertTrue(found[0].startswith(name + ":"), found[0])

    def test_a_file_without_the_licence_is_found(self):
        self.assertEqual(self.check({"core/io/a.h": "#pragma once\n"}),
                         ["core/io/a.h: the first line is not the SPDX line"])

    def test_what_is_allowed_passes(self):
        allowed = """// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"
#include <ATen/ATen.h>
#include "kernels/ops/norm.h"
// system("comment") and "popen(" in a text are not calls
const char* kText = "system(1)"; int filesystem(int); int a = filesystem(1); object.system(2); Q::system();
"""
        self.assertEqual(self.check({"core/train/a.cpp": allowed}), [])

    def test_the_program_fails_on_a_bad_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "tests/layering/include_graph_test.py"
            script.parent.mkdir(parents=True)
            script.write_text(pathlib.Path(__file__).read_text())
            bad = pathlib.Path(folder) / "core/base/a.cpp"
            bad.parent.mkdir(parents=True)
            bad.write_text("#include <ATen/ATen.h>\n")
            result = subprocess.run([sys.executable, str(script), "Tree"], capture_output=True, text=True, check=False)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn("Torch's headers stay in core", result.stderr)


if __name__ == "__main__":
    unittest.main()
