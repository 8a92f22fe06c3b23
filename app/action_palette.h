// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>
#include <QPointer>

class QAction;
class QLineEdit;
class QListWidget;

namespace halyard::app {

// Ctrl+K: type a few letters of an action or a run and press Enter.
class ActionPalette : public QDialog {
    Q_OBJECT

public:
    struct Place {
        QString id;
        QString title;
        QString icon;
    };

    explicit ActionPalette(QWidget* parent);
    void open(const std::vector<QAction*>& actions, const std::vector<Place>& places);

Q_SIGNALS:
    void placeChosen(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& typed);
    void take();

    QLineEdit* m_input = nullptr;
    QListWidget* m_list = nullptr;
    std::vector<QPointer<QAction>> m_actions;
    std::vector<Place> m_places;
};

} // namespace halyard::app
