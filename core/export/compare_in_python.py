# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads an exported folder with transformers on the CPU and compares its logits with given ones.

Arguments: the folder, a safetensors file with "ids" (B, T) and "logits" (B, T, V), the dtype to compute in, a time
limit in seconds. Prints one JSON object: {"status": "compared", "error": x, "transformers": v};
{"status": "unavailable", "reason": s} when this Python cannot do it; or {"status": "failed", "reason": s} when the
folder does not load as it should.
"""

import json
import os
import signal
import sys


def compare(folder, expected_file, dtype):
    try:
        import torch
        import transformers
        from safetensors.torch import load_file
    except ImportError as error:
        return {"status": "unavailable", "reason": f"it has no {error.name}"}
    version = transformers.__version__
    if tuple(int(part) for part in version.split(".")[:2]) < (4, 57):
        return {"status": "unavailable", "reason": f"its transformers is {version}; 4.57 or newer is needed"}
    try:
        torch.set_num_threads(max(1, min(4, os.cpu_count() or 1)))
        expected = load_file(expected_file)
        model, loading = transformers.AutoModelForCausalLM.from_pretrained(
            folder, trust_remote_code=True, dtype=getattr(torch, dtype), output_loading_info=True
        )
        kinds = ("missing_keys", "unexpected_keys", "mismatched_keys")
        wrong = sorted({str(name) for kind in kinds for name in loading[kind]})
        if wrong:
            return {"status": "failed", "reason": "tensors do not fit: " + ", ".join(wrong[:5])}
        with torch.no_grad():
            logits = model.eval()(expected["ids"]).logits.float()
        error = (logits - expected["logits"]).abs().max() / expected["logits"].abs().max().clamp(min=1e-30)
        return {"status": "compared", "error": float(error), "transformers": version}
    except MemoryError:
        return {"status": "unavailable", "reason": "there was not enough memory"}
    except Exception as error:
        return {"status": "failed", "reason": f"{type(error).__name__}: {error}", "transformers": version}


def main():
    folder, expected_file, dtype, seconds = sys.argv[1:5]
    signal.alarm(int(seconds))  # ends this process
    answer = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # progress bars and warnings of the libraries
    os.dup2(silence, 2)
    os.write(answer, json.dumps(compare(folder, expected_file, dtype)).encode())


main()
