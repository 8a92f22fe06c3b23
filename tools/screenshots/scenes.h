// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace halyard::screenshots {

enum class Condition {
    Empty,
    Busy,
    Failed
};

// A view with sample values in a condition.
struct Scene {
    QString name;
    std::function<std::unique_ptr<QWidget>(Condition)> make;
    QSize size{1280, 800};
};

[[nodiscard]] std::vector<Scene> layerScenes();
[[nodiscard]] std::vector<Scene> runScenes();
[[nodiscard]] std::vector<Scene> projectScenes();
[[nodiscard]] std::vector<Scene> studyScenes();
[[nodiscard]] std::vector<Scene> wizardScenes();
[[nodiscard]] std::vector<Scene> evaluationScenes();

} // namespace halyard::screenshots
