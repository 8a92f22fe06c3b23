# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings, sanitizers, output folders, and the two functions every folder declares its targets with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

find_program(HALYARD_CCACHE ccache)
if(HALYARD_CCACHE)
  # pch_defines,time_macros: what ccache asks for to cache files that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime" "${HALYARD_CCACHE}")
  # Debug information names the build folder; without it what one clone compiled serves another.
  add_compile_options("$<$<AND:$<CONFIG:Debug>,$<COMPILE_LANGUAGE:CXX>>:-fdebug-prefix-map=${PROJECT_BINARY_DIR}=.>")
endif()

add_library(halyard_flags INTERFACE)
target_compile_options(halyard_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                               -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping copies in "text" + std::string (its bug 105651).
  target_compile_options(halyard_flags INTERFACE -Wno-restrict)
endif()
if(HALYARD_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# halyard_library(NAME SOURCES a.cpp ... [DEPENDS target ...])
# Everything but main.cpp lives in a library; headers are included from the source root ("core/base/error.h").
function(halyard_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE halyard_flags)
endfunction()

# halyard_program(NAME OUTPUT name SOURCES main.cpp DEPENDS target ...)
function(halyard_program name)
  cmake_parse_arguments(ARG "" "OUTPUT" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} halyard_flags)
  if(ARG_OUTPUT)
    set_target_properties(${name} PROPERTIES OUTPUT_NAME "${ARG_OUTPUT}")
  endif()
endfunction()
