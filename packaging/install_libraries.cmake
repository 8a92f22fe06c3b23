# SPDX-License-Identifier: GPL-3.0-or-later
# Run by `cmake --install` after the programs: the shared libraries they need that are neither the C library, which every
# Linux has, nor LibTorch, which is fetched apart.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
set(programs "${prefix}/bin/halyard" "${prefix}/bin/halyard-agent")
if(EXISTS "${prefix}/libexec/halyard/halyard-worker")
  list(APPEND programs "${prefix}/libexec/halyard/halyard-worker")
endif()
file(GET_RUNTIME_DEPENDENCIES
  RESOLVED_DEPENDENCIES_VAR found
  UNRESOLVED_DEPENDENCIES_VAR missing
  EXECUTABLES ${programs}
  PRE_EXCLUDE_REGEXES "^lib(torch|c10|cudart|cupti|gomp)[-_.a-z0-9]*\\.so" "^ld-linux"
                      "^lib(c|m|pthread|dl|rt|resolv|util)\\.so\\.")
if(missing)
  message(FATAL_ERROR "These shared libraries were not found: ${missing}. Install the packages of tools/setup/packages.sh.")
endif()
foreach(library ${found})
  # From an earlier installation into the same folder they are found in place.
  if(NOT library MATCHES "^${prefix}/")
    file(INSTALL DESTINATION "${prefix}/lib" TYPE SHARED_LIBRARY FOLLOW_SYMLINK_CHAIN FILES "${library}")
  endif()
endforeach()
