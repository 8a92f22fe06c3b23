// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/axis_table.h"

#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace halyard::views {

namespace {

enum Column {
    Name,
    Setting,
    Values,
    Repeats,
    Columns
};

constexpr int kLongestEntry = 4000;

// Offers the settings of the grid's runs as one types.
class SettingDelegate : public QStyledItemDelegate {
public:
    SettingDelegate(QStringListModel& settings, QObject* parent) : QStyledItemDelegate(parent), m_settings(&settings) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
        auto* edit = new QLineEdit(parent);
        edit->setMaxLength(kLongestEntry);
        auto* completer = new QCompleter(m_settings, edit);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        edit->setCompleter(completer);
        return edit;
    }

private:
    QStringListModel* m_settings;
};

} // namespace

AxisTable::AxisTable(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    m_table = new QTableWidget(0, Columns, this);
    m_table->setObjectName(QStringLiteral("axes"));
    m_table->setAccessibleName(tr("Axes"));
    m_table->setHorizontalHeaderLabels({tr("Axis"), tr("Setting"), tr("Values"), tr("Repeats")});
    m_table->horizontalHeaderItem(Setting)->setToolTip(tr("RUN.SETTING, or *.SETTING for every run that reads it"));
    m_table->horizontalHeaderItem(Values)->setToolTip(tr("With commas between them"));
    m_table->horizontalHeaderItem(Repeats)->setToolTip(tr("Its values are repetitions, such as seeds: the table takes means over them"));
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->setColumnWidth(Name, 12 * kGrid);
    m_table->horizontalHeader()->setSectionResizeMode(Setting, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Values, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Repeats, QHeaderView::ResizeToContents);
    m_settings = new QStringListModel(this);
    m_table->setItemDelegateForColumn(Setting, new SettingDelegate(*m_settings, m_table));
    layout->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    auto* add = new QPushButton(lineIcon(QStringLiteral("add")), tr("Add an axis"), this);
    add->setObjectName(QStringLiteral("addAxis"));
    buttons->addWidget(add);
    m_remove = new QToolButton(this);
    m_remove->setObjectName(QStringLiteral("removeAxis"));
    m_remove->setIcon(lineIcon(QStringLiteral("remove")));
    m_remove->setToolTip(tr("Remove the axis"));
    m_remove->setAccessibleName(m_remove->toolTip());
    m_remove->setEnabled(false);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    connect(m_table, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem* item) {
        if (!m_filling) {
            take(item->row());
        }
    });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { m_remove->setEnabled(!m_table->selectedItems().isEmpty()); });
    connect(add, &QPushButton::clicked, this, [this] {
        const auto place = static_cast<int>(m_axes.size());
        Q_EMIT axisEdited(place, DraftAxis{.name = {}, .key = QStringLiteral("*.train.seed"), .values = QStringLiteral("1, 2, 3"), .repeat = true, .isSimple = true});
        m_table->setCurrentCell(place, Setting);
    });
    connect(m_remove, &QToolButton::clicked, this, [this] {
        if (const int row = m_table->currentRow(); row >= 0) {
            Q_EMIT axisRemoved(row);
        }
    });
}

void AxisTable::setSettings(const QStringList& keys) {
    m_settings->setStringList(keys);
}

void AxisTable::setAxes(const std::vector<DraftAxis>& axes) {
    m_axes = axes;
    m_filling = true;
    m_table->setRowCount(static_cast<int>(axes.size()));
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const int row = static_cast<int>(i);
        const DraftAxis& axis = axes[i];
        const QString several = tr("several; in the text");
        const std::array<QString, 3> texts = {axis.name, axis.isSimple ? axis.key : several, axis.values};
        for (int column = Name; column <= Values; ++column) {
            auto* item = m_table->item(row, column);
            if (item == nullptr) {
                item = new QTableWidgetItem;
                m_table->setItem(row, column, item);
            }
            item->setText(shownText(texts[static_cast<std::size_t>(column)], kLongestEntry));
            item->setToolTip(shownToolTip(texts[static_cast<std::size_t>(column)]));
            item->setFlags(axis.isSimple ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
            item->setForeground(axis.isSimple ? QBrush() : QBrush(themeColors(palette()).muted));
        }
        auto* repeats = m_table->item(row, Repeats);
        if (repeats == nullptr) {
            repeats = new QTableWidgetItem;
            m_table->setItem(row, Repeats, repeats);
        }
        repeats->setFlags(axis.isSimple ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::ItemIsSelectable);
        repeats->setCheckState(axis.repeat ? Qt::Checked : Qt::Unchecked);
    }
    m_filling = false;
    m_remove->setEnabled(!m_table->selectedItems().isEmpty());
}

void AxisTable::take(int row) {
    if (row < 0 || row >= static_cast<int>(m_axes.size()) || !m_axes[static_cast<std::size_t>(row)].isSimple) {
        return;
    }
    DraftAxis axis;
    axis.name = m_table->item(row, Name)->text().trimmed();
    axis.key = m_table->item(row, Setting)->text().trimmed();
    axis.values = m_table->item(row, Values)->text();
    axis.repeat = m_table->item(row, Repeats)->checkState() == Qt::Checked;
    Q_EMIT axisEdited(row, axis);
}

} // namespace halyard::views
