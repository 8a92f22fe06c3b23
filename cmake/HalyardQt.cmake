# SPDX-License-Identifier: GPL-3.0-or-later
# Qt 6 and QCustomPlot of Debian 12, and the functions that declare targets with them.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Svg LinguistTools)
if(HALYARD_BUILD_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
# After Qt: its configuration names Qt6::Widgets and Qt6::PrintSupport without looking for them.
find_package(QCustomPlotQt6 REQUIRED)

# halyard_qt_library(NAME SOURCES a.cpp ... [DEPENDS target ...]): a halyard_library whose classes may be QObjects.
# A header with Q_OBJECT is found beside its source of the same name.
function(halyard_qt_library name)
  halyard_library(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PUBLIC QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
                                            QT_DISABLE_DEPRECATED_BEFORE=0x060400)
endfunction()

# halyard_qt_program(NAME OUTPUT name SOURCES main.cpp DEPENDS target ...)
function(halyard_qt_program name)
  halyard_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
endfunction()
