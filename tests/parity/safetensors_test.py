# SPDX-License-Identifier: GPL-3.0-or-later
"""Our safetensors reader and writer against the Python package, by copying files with both."""

import json
import os
import random
import struct
import subprocess
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

COPY = Path(os.environ["HALYARD_BIN"]).parent / "tests" / "safetensors_copy"

TORCH_TYPES = [
    torch.bool, torch.uint8, torch.int8, torch.uint16, torch.int16, torch.float16, torch.bfloat16, torch.uint32,
    torch.int32, torch.float32, torch.uint64, torch.int64, torch.float64, torch.float8_e4m3fn, torch.float8_e5m2,
    torch.complex64,
]
SHAPES = [(), (0,), (1,), (3,), (2, 3), (0, 5), (5, 0, 2), (1, 1, 1, 7)]


def copied(source: Path, target: Path):
    return subprocess.run([COPY, source, target], capture_output=True, text=True, timeout=60)


def random_tensor(dtype, shape):
    width = torch.empty((), dtype=dtype).element_size()
    count = int(torch.Size(shape).numel())
    high = 2 if dtype is torch.bool else 256
    return torch.randint(0, high, (count * width,), dtype=torch.uint8).view(dtype).reshape(shape)


def same_bytes(a, b):
    assert a.dtype == b.dtype and a.shape == b.shape
    return torch.equal(a.contiguous().reshape(-1).view(torch.uint8), b.contiguous().reshape(-1).view(torch.uint8))


def test_every_type_and_shape_goes_through_both(tmp_path):
    tensors = {f"{dtype}.{shape}": random_tensor(dtype, shape) for dtype in TORCH_TYPES for shape in SHAPES}
    metadata = {"format": "pt", "note": "größer \"x\" \n", "": "empty key"}
    save_file(tensors, tmp_path / "theirs.safetensors", metadata)
    result = copied(tmp_path / "theirs.safetensors", tmp_path / "ours.safetensors")
    assert result.returncode == 0, result.stderr
    loaded = load_file(tmp_path / "ours.safetensors")
    assert loaded.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert same_bytes(loaded[name], tensor), name
    with safe_open(tmp_path / "ours.safetensors", "pt") as file:
        assert file.metadata() == metadata


def test_our_copy_of_our_copy_is_the_same_file(tmp_path):
    save_file({"b": torch.ones(3), "a": torch.zeros(2, dtype=torch.int64)}, tmp_path / "0.safetensors")
    assert copied(tmp_path / "0.safetensors", tmp_path / "1.safetensors").returncode == 0
    assert copied(tmp_path / "1.safetensors", tmp_path / "2.safetensors").returncode == 0
    assert (tmp_path / "1.safetensors").read_bytes() == (tmp_path / "2.safetensors").read_bytes()


def test_a_file_without_tensors(tmp_path):
    save_file({}, tmp_path / "none.safetensors")
    assert copied(tmp_path / "none.safetensors", tmp_path / "ours.safetensors").returncode == 0
    assert load_file(tmp_path / "ours.safetensors") == {}


def header_file(path, header, data):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def accepted_by_reference(path):
    try:
        with safe_open(path, "pt") as file:
            list(file.keys())
        return True
    except SafetensorError:
        return False


def mutated_header(rng):
    """A header of a few tensors in which, mostly, one thing is wrong; names never repeat."""
    header, at = {}, 0
    for i in range(rng.randint(0, 4)):
        shape = [rng.randint(0, 3) for _ in range(rng.randint(0, 3))]
        dtype, bits = rng.choice([("F32", 32), ("U8", 8), ("BF16", 16), ("F4", 4), ("I64", 64)])
        size = bits
        for n in shape:
            size *= n
        header[f"t{i}"] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size // 8]}
        at += size // 8
    if header and rng.random() < 0.7:
        tensor = header[rng.choice(list(header))]
        kind = rng.randint(0, 6)
        if kind == 0:
            tensor["dtype"] = rng.choice(["F99", "f32", "", "U8", "F64"])
        elif kind == 1:
            tensor["data_offsets"][rng.randint(0, 1)] += rng.choice([-1, 1, 4, 1 << 40])
        elif kind == 2:
            tensor["shape"].append(rng.choice([0, 1, 2, 1 << 62, (1 << 63) - 1]))
        elif kind == 3:
            tensor["shape"] = rng.choice([[-1], ["4"], [4.0], None, 4, [[1]], [None]])
        elif kind == 4:
            tensor["data_offsets"] = rng.choice([[0], [0, 1, 2], [], None, "0", [0.0, 4.0]])
        elif kind == 5:
            del tensor[rng.choice(list(tensor))]
        else:
            at += rng.choice([-1, 1, 16])
    if rng.random() < 0.2:
        header["__metadata__"] = rng.choice([{}, {"x": "1"}, {"x": 1}, [], None, {"x": None}])
    return header, bytes(max(0, at))


def test_accepts_and_refuses_what_the_reference_does(tmp_path):
    rng = random.Random(3)
    files = []
    for i in range(400):
        header, data = mutated_header(rng)
        files.append(tmp_path / f"{i}.safetensors")
        header_file(files[-1], header, data)
    extra = [b"{}", b" {}", b"{}   ", b"{}\0", b"\xef\xbb\xbf{}", b"[]", b"", b"{}x", b'{"a":1}', b"{", b"\xff"]
    for i, text in enumerate(extra):
        files.append(tmp_path / f"extra{i}.safetensors")
        header_file(files[-1], text, b"")
    verdicts = {True: 0, False: 0}
    for file in files:
        expected = accepted_by_reference(file)
        result = copied(file, tmp_path / "out.safetensors")
        assert result.returncode in (0, 2), (file, result.stderr)
        assert (result.returncode == 0) == expected, (file.read_bytes()[8:], expected, result.stderr)
        verdicts[expected] += 1
    assert min(verdicts.values()) >= 80, verdicts


@pytest.mark.parametrize("text", [b'{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'])
def test_repeated_names_are_refused_more_strictly(tmp_path, text):
    header_file(tmp_path / "a.safetensors", text, b"")
    result = copied(tmp_path / "a.safetensors", tmp_path / "b.safetensors")
    assert result.returncode == 2 and 'tensor "a" is listed twice' in result.stderr
    assert not (tmp_path / "b.safetensors").exists()
