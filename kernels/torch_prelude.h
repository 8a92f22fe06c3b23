// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What all code beyond the waist includes of LibTorch, compiled once as a precompiled header: tensors, operators with
// autograd, and custom autograd functions. No torch::nn, no torch::optim.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/variable.h>
