# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries of the waist; all from Debian 12.
find_package(nlohmann_json 3.11 REQUIRED) # JSON documents
find_package(CLI11 2.1 REQUIRED)          # command line
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)  # split regex of tokenizers
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc) # Unicode normalisation
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson) # parsing JSON
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)  # checksums
set(HALYARD_TORCH_VERSION "2.11.0")        # what the worker and the CUDA module are built for; tools/setup/torch.txt pins the same
