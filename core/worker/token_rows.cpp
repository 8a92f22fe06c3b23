// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/token_rows.h"

#include "core/base/error.h"
#include "core/base/json.h"

namespace halyard {

std::vector<std::vector<std::int64_t>> readTokenRows(const std::filesystem::path& path, std::int64_t vocabulary,
                                                     RowLengths lengths) {
    const Json document = readJsonFile(path);
    const std::string file = printable(path.string());
    if (!document.is_array() || document.empty()) {
        throw invalidInput(HALYARD_TEXT("{file}: a list of lists of token ids is needed, such as [[1, 2, 3]]."),
                           {{"file", file}});
    }
    std::vector<std::vector<std::int64_t>> rows;
    for (const Json& row : document) {
        const std::string number = std::to_string(rows.size());
        if (!row.is_array() || row.empty()) {
            throw invalidInput(HALYARD_TEXT("{file}: row {row} is not a list of at least one token id."),
                               {{"file", file}, {"row", number}});
        }
        if (lengths == RowLengths::Equal && !rows.empty() && row.size() != rows.front().size()) {
            throw invalidInput(HALYARD_TEXT("{file}: row {row} has {found} ids and row 0 has {wanted}; all rows must be "
                                            "equally long."),
                               {{"file", file},
                                {"row", number},
                                {"found", std::to_string(row.size())},
                                {"wanted", std::to_string(rows.front().size())}});
        }
        std::vector<std::int64_t> ids;
        for (const Json& id : row) {
            if (!id.is_number_integer() || id < 0 || id >= vocabulary) {
                throw invalidInput(HALYARD_TEXT("{file}: row {row} holds {value}; token ids of this model are integers from "
                                                "0 to {last}."),
                                   {{"file", file},
                                    {"row", number},
                                    {"value", printable(id.dump(), 40)},
                                    {"last", std::to_string(vocabulary - 1)}});
            }
            ids.push_back(id.get<std::int64_t>());
        }
        rows.push_back(std::move(ids));
    }
    return rows;
}

} // namespace halyard
