# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DBUILD=<build folder> -DNAME=<name without .tar.gz> -P bundle.cmake
# Installs stripped into BUILD/bundle/NAME and packs that folder; the archive appears at once or not at all.
set(stage "${BUILD}/bundle")
set(archive "${BUILD}/${NAME}.tar.gz")
set(limit 40000000)
file(REMOVE_RECURSE "${stage}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --strip --prefix "${stage}/${NAME}"
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" -E tar czf "${archive}.part" "${NAME}"
  WORKING_DIRECTORY "${stage}" COMMAND_ERROR_IS_FATAL ANY)
file(SIZE "${archive}.part" size)
if(size GREATER limit)
  message(FATAL_ERROR "${NAME}.tar.gz is ${size} bytes; at most ${limit} are meant to travel to a node.")
endif()
file(RENAME "${archive}.part" "${archive}")
message(STATUS "${archive}: ${size} bytes")
