// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench.h"

#include <QApplication>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    return halyard::app::runWorkbench(application);
}
