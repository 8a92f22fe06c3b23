// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/stage1_files.h"

#include "core/base/error.h"
#include "core/model/stored_tensor.h"

#include <map>
#include <optional>
#include <set>

namespace halyard {

namespace {

// The tensors of a checkpoint folder and the files that hold them.
class Stage1Tensors {
public:
    explicit Stage1Tensors(const std::filesystem::path& checkpoint) {
        if (!std::filesystem::exists(checkpoint / kStage1MixersFile)) {
            m_folder.emplace(checkpoint);
            m_tensors = m_folder->tensors();
            return;
        }
        m_mixers.emplace(checkpoint / kStage1MixersFile);
        for (const TensorInfo& info : m_mixers->tensors()) {
            m_tensors[info.name] = {&*m_mixers, &info};
        }
    }
    [[nodiscard]] const std::map<std::string, TensorFolder::Entry>& all() const { return m_tensors; }

private:
    std::optional<TensorFolder> m_folder;
    std::optional<SafetensorsFile> m_mixers;
    std::map<std::string, TensorFolder::Entry> m_tensors;
};

} // namespace

void loadStage1Mixers(const std::filesystem::path& checkpoint, Stage1Student& student) {
    const Stage1Tensors stored(checkpoint);
    const auto& tensors = stored.all();
    const std::string place = printable(checkpoint.string());
    std::set<std::string> read;
    for (std::size_t layer = 0; layer < student.mixers.size(); ++layer) {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".self_attn.";
        for (const NamedTensor& parameter : student.mixers[layer]->parameters()) {
            std::string name = prefix + parameter.name;
            if (!tensors.contains(name)) {
                name = "model." + prefix + "student_layer." + parameter.name;
            }
            const auto found = tensors.find(name);
            if (found == tensors.end()) {
                throw invalidInput(HALYARD_TEXT("{folder}: tensor \"{tensor}\" of the stage-1 mixers is missing."),
                                   {{"folder", place}, {"tensor", prefix + parameter.name}});
            }
            const Shape wanted = parameter.tensor.sizes().vec();
            if (found->second.info->shape != wanted) {
                throw invalidInput(
                    HALYARD_TEXT(
                        "{folder}: tensor \"{tensor}\" has the shape {found}; the student's configuration asks "
                        "for {wanted}."),
                    {{"folder", place},
                     {"tensor", name},
                     {"found", toString(found->second.info->shape)},
                     {"wanted", toString(wanted)}});
            }
            student.mixers[layer]->set(parameter.name, tensorOf(found->second).to(parameter.tensor.scalar_type()));
            read.insert(name);
        }
    }
    for (const auto& [name, entry] : tensors) {
        const bool mixer =
            name.find(".self_attn.") != std::string::npos && name.find(".teacher_layer.") == std::string::npos;
        if (mixer && !read.contains(name)) {
            throw invalidInput(
                HALYARD_TEXT("{folder}: the student's configuration has no place for tensor \"{tensor}\"."),
                {{"folder", place}, {"tensor", printable(name)}});
        }
    }
}

} // namespace halyard
