# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch from the pinned PyPI wheel as one imported target. find_package(Torch) is not used: it drags CUDA in and
# fails where no toolkit is installed.
set(HALYARD_TORCH_DIR "$ENV{HALYARD_TORCH_DIR}" CACHE PATH "Folder of the torch package (holds include/ and lib/)")
if(NOT HALYARD_TORCH_DIR)
  file(GLOB candidates "${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/torch")
  list(GET candidates 0 HALYARD_TORCH_DIR)
endif()
if(NOT EXISTS "${HALYARD_TORCH_DIR}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch ${HALYARD_TORCH_VERSION} was not found in \"${HALYARD_TORCH_DIR}\". "
                      "./run installs it into .venv; or set HALYARD_TORCH_DIR to the torch folder of a wheel.")
endif()
file(READ "${HALYARD_TORCH_DIR}/version.py" torch_version_text)
if(NOT torch_version_text MATCHES "__version__ = '${HALYARD_TORCH_VERSION}")
  message(FATAL_ERROR "\"${HALYARD_TORCH_DIR}\" is not torch ${HALYARD_TORCH_VERSION}.")
endif()

add_library(halyard_torch INTERFACE)
target_include_directories(halyard_torch SYSTEM INTERFACE
  "${HALYARD_TORCH_DIR}/include" "${HALYARD_TORCH_DIR}/include/torch/csrc/api/include")
target_link_libraries(halyard_torch INTERFACE "${HALYARD_TORCH_DIR}/lib/libtorch_cpu.so" "${HALYARD_TORCH_DIR}/lib/libc10.so")
# at::parallel_for is a template that runs in parallel only where OpenMP is on; the runtime is the one in the wheel.
# No code asks errno after a mathematical function, and asking would keep loops with sqrt from being vectorised.
target_compile_options(halyard_torch INTERFACE -fopenmp -fno-math-errno)
target_link_libraries(halyard_torch INTERFACE "${HALYARD_TORCH_DIR}/lib/libgomp.so.1")
target_compile_definitions(halyard_torch INTERFACE HALYARD_TORCH_VERSION="${HALYARD_TORCH_VERSION}")

# The one precompiled header of all code that includes Torch; compiled once, reused by every target.
file(WRITE "${PROJECT_BINARY_DIR}/torch_pch.cpp" "// Compiled only for its precompiled header.\n")
add_library(halyard_torch_pch OBJECT "${PROJECT_BINARY_DIR}/torch_pch.cpp")
target_include_directories(halyard_torch_pch PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(halyard_torch_pch PRIVATE halyard_torch halyard_flags)
target_precompile_headers(halyard_torch_pch PRIVATE "${PROJECT_SOURCE_DIR}/kernels/torch_prelude.h")

# halyard_torch_library(NAME SOURCES ... DEPENDS ...): a halyard_library that sees Torch through the shared header.
function(halyard_torch_library name)
  halyard_library(${name} ${ARGN})
  target_link_libraries(${name} PUBLIC halyard_torch)
  target_precompile_headers(${name} REUSE_FROM halyard_torch_pch)
endfunction()
