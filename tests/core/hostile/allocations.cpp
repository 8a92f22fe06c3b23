// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hostile/allocations.h"

#include <algorithm>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

// These tests have one thread.
std::size_t live = 0;
std::size_t peak = 0;
std::uint64_t untilFailure = 0;
bool failed = false;

} // namespace

void* operator new(std::size_t size) {
    if (untilFailure > 0 && --untilFailure == 0) {
        failed = true;
        throw std::bad_alloc();
    }
    void* memory = std::malloc(std::max<std::size_t>(size, 1));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    live += malloc_usable_size(memory);
    peak = std::max(peak, live);
    return memory;
}

void operator delete(void* memory) noexcept {
    live -= memory == nullptr ? 0 : malloc_usable_size(memory);
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
    operator delete(memory);
}

// The other forms, which a sanitizer's library would else supply with a bookkeeping of its own.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    try {
        return operator new(size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

void* operator new[](std::size_t size) {
    return operator new(size);
}

void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return operator new(size, tag);
}

void operator delete[](void* memory) noexcept {
    operator delete(memory);
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    operator delete(memory);
}

void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
    operator delete(memory);
}

void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept {
    operator delete(memory);
}

namespace halyard::testing {

std::size_t Allocations::liveBytes() {
    return live;
}

std::size_t Allocations::peakBytes() {
    return peak;
}

void Allocations::restartPeak() {
    peak = live;
}

void Allocations::failAt(std::uint64_t n) {
    untilFailure = n;
    failed = false;
}

bool Allocations::hasFailed() {
    return failed;
}

} // namespace halyard::testing
