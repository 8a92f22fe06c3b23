// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/teacher_start.h"

#include "core/base/atomic_file.h"
#include "core/io/safetensors.h"

#include <cmath>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace halyard {

namespace {

constexpr std::size_t kLayers = 8;
constexpr std::size_t kWidth = 64;
constexpr std::size_t kHeads = 4;
constexpr std::size_t kKvHeads = 2;
constexpr std::size_t kGroup = kHeads / kKvHeads;
constexpr std::size_t kHead = 32; // channels of a head; rotary pair i is channels i and i + 16
constexpr std::size_t kPairs = kHead / 2;
constexpr std::size_t kInner = 128;
constexpr double kTheta = 1000;
constexpr double kQuietOutput = .05; // of o_proj and down_proj, so that the blocks begin as small changes

constexpr std::size_t kPreviousLayer = 1;
constexpr std::size_t kFastPairs = 6;
constexpr double kPreviousGain = 2.5;
constexpr double kPreviousAmplitude = 2; // of what it writes, against an embedding's part across u
constexpr std::size_t kMatchLayer = 5;
constexpr std::size_t kFirstSlowPair = 10;
constexpr double kMatchGain = 1.5;
constexpr double kMatchAmplitude = .4;

// A matrix of rows × columns, row by row; also a vector.
struct Matrix {
    Matrix(std::size_t rowCount, std::size_t columnCount, double value = 0)
        : rows(rowCount), columns(columnCount), values(rowCount * columnCount, value) {}
    double& at(std::size_t row, std::size_t column) { return values[row * columns + column]; }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }

    std::size_t rows, columns;
    std::vector<double> values;
};

Matrix normal(std::size_t rows, std::size_t columns, double deviation, Dice& dice) {
    Matrix out(rows, columns);
    for (double& value : out.values) {
        value = deviation * dice.normal();
    }
    return out;
}

Matrix product(const Matrix& left, const Matrix& right) {
    Matrix out(left.rows, right.columns);
    for (std::size_t i = 0; i < left.rows; ++i) {
        for (std::size_t k = 0; k < left.columns; ++k) {
            for (std::size_t j = 0; j < right.columns; ++j) {
                out.at(i, j) += left.at(i, k) * right.at(k, j);
            }
        }
    }
    return out;
}

// Rows that are orthonormal, and across `from` (a unit row) where it is given: Gram and Schmidt, twice.
Matrix orthonormal(std::size_t rows, std::size_t columns, Dice& dice, const Matrix* from = nullptr) {
    Matrix out = normal(rows, columns, 1, dice);
    const auto removePart = [&](std::size_t row, const double* along) {
        double dot = 0;
        for (std::size_t j = 0; j < columns; ++j) {
            dot += out.at(row, j) * along[j];
        }
        for (std::size_t j = 0; j < columns; ++j) {
            out.at(row, j) -= dot * along[j];
        }
    };
    for (std::size_t i = 0; i < rows; ++i) {
        for (int pass = 0; pass < 2; ++pass) {
            if (from != nullptr) {
                removePart(i, from->values.data());
            }
            for (std::size_t before = 0; before < i; ++before) {
                removePart(i, &out.values[before * columns]);
            }
            double square = 0;
            for (std::size_t j = 0; j < columns; ++j) {
                square += out.at(i, j) * out.at(i, j);
            }
            for (std::size_t j = 0; j < columns; ++j) {
                out.at(i, j) /= std::sqrt(square);
            }
        }
    }
    return out;
}

std::string layerName(std::size_t layer, const std::string& part) {
    return "model.layers." + std::to_string(layer) + "." + part + ".weight";
}

class Weights {
public:
    Weights(const DemoLanguage& language, std::uint64_t seed) : m_dice(seed), m_shared(orthonormal(1, kWidth, m_dice)) {
        embeddings(language.vocabularySize());
        for (std::size_t layer = 0; layer < kLayers; ++layer) {
            plainLayer(layer);
        }
        m_tensors.emplace("model.norm.weight", Matrix(1, kWidth, 1));
        const Matrix token = orthonormal(kHead, kWidth, m_dice, &m_shared);
        const Matrix previous = orthonormal(kHead, kWidth, m_dice);
        previousTokenHead(token, previous);
        matchingHeads(token, previous);
    }

    void write(const std::filesystem::path& file) const {
        std::vector<SafetensorsWriter::Declaration> declarations;
        for (const auto& [name, matrix] : m_tensors) {
            const auto rows = static_cast<std::int64_t>(matrix.rows);
            const auto columns = static_cast<std::int64_t>(matrix.columns);
            declarations.push_back({name, DType::F32, matrix.rows == 1 ? Shape{columns} : Shape{rows, columns}});
        }
        SafetensorsWriter writer(file, declarations, {{"format", "pt"}});
        for (const auto& [name, matrix] : m_tensors) {
            const std::vector<float> values(matrix.values.begin(), matrix.values.end());
            writer.append(std::as_bytes(std::span(values)));
        }
        writer.commit();
    }

private:
    Matrix& tensor(std::size_t layer, const char* part) { return m_tensors.at(layerName(layer, part)); }

    void embeddings(std::size_t words) {
        Matrix table = normal(words, kWidth, 1 / std::sqrt(double{kWidth}), m_dice);
        for (std::size_t word = 0; word < words; ++word) {
            double along = 0;
            for (std::size_t j = 0; j < kWidth; ++j) {
                along += table.at(word, j) * m_shared.at(0, j);
            }
            for (std::size_t j = 0; j < kWidth; ++j) {
                table.at(word, j) += (1 - along) * m_shared.at(0, j);
            }
        }
        m_tensors.emplace("model.embed_tokens.weight", std::move(table));
    }

    void plainLayer(std::size_t layer) {
        const auto add = [&](const char* part, Matrix matrix) { m_tensors.emplace(layerName(layer, part), std::move(matrix)); };
        const auto random = [&](std::size_t out, std::size_t in, double scale = 1) {
            return normal(out, in, scale / std::sqrt(static_cast<double>(in)), m_dice);
        };
        add("input_layernorm", Matrix(1, kWidth, 1));
        add("post_attention_layernorm", Matrix(1, kWidth, 1));
        add("self_attn.q_proj", random(kHeads * kHead, kWidth));
        add("self_attn.k_proj", random(kKvHeads * kHead, kWidth));
        add("self_attn.v_proj", random(kKvHeads * kHead, kWidth));
        add("self_attn.o_proj", random(kWidth, kHeads * kHead, kQuietOutput));
        add("self_attn.q_norm", Matrix(1, kHead, 1));
        add("self_attn.k_norm", Matrix(1, kHead, 1));
        add("mlp.gate_proj", random(kInner, kWidth));
        add("mlp.up_proj", random(kInner, kWidth));
        add("mlp.down_proj", random(kWidth, kInner, kQuietOutput));
    }

    // rows of a projection = map
    static void setRows(Matrix& projection, std::size_t head, const Matrix& map) {
        std::copy(map.values.begin(), map.values.end(),
                  projection.values.begin() + static_cast<std::ptrdiff_t>(head * kHead * projection.columns));
    }

    // columns of o_proj = scale · mapᵀ
    void setOutput(std::size_t layer, std::size_t head, const Matrix& map, double scale) {
        Matrix& output = tensor(layer, "self_attn.o_proj");
        for (std::size_t i = 0; i < kWidth; ++i) {
            for (std::size_t j = 0; j < kHead; ++j) {
                output.at(i, head * kHead + j) = scale * map.at(j, i);
            }
        }
    }

    void setGain(std::size_t layer, std::size_t firstPair, std::size_t pairs, double gain) {
        for (const char* part : {"self_attn.q_norm", "self_attn.k_norm"}) {
            for (std::size_t pair = firstPair; pair < firstPair + pairs; ++pair) {
                tensor(layer, part).at(0, pair) = gain;
                tensor(layer, part).at(0, pair + kPairs) = gain;
            }
        }
    }

    void previousTokenHead(const Matrix& token, const Matrix& previous) {
        Matrix query(kHead, 1);
        Matrix key(kHead, 1);
        for (std::size_t pair = 0; pair < kFastPairs; ++pair) {
            const double phase = 2 * M_PI * m_dice.uniform();
            const double step = std::pow(kTheta, -2.0 * static_cast<double>(pair) / kHead); // radians of one position
            query.at(pair, 0) = 3 * std::cos(phase);
            query.at(pair + kPairs, 0) = 3 * std::sin(phase);
            key.at(pair, 0) = 3 * std::cos(phase + step);
            key.at(pair + kPairs, 0) = 3 * std::sin(phase + step);
        }
        setRows(tensor(kPreviousLayer, "self_attn.k_proj"), 0, product(key, m_shared));
        setRows(tensor(kPreviousLayer, "self_attn.v_proj"), 0, token);
        // A normed embedding is √64 long and half of it along u.
        const double amplitude = kPreviousAmplitude / (std::sqrt(kWidth / 2.0) * kGroup);
        for (std::size_t head = 0; head < kGroup; ++head) {
            setRows(tensor(kPreviousLayer, "self_attn.q_proj"), head, product(query, m_shared));
            setOutput(kPreviousLayer, head, previous, amplitude);
        }
        setGain(kPreviousLayer, 0, kFastPairs, kPreviousGain);
    }

    void matchingHeads(const Matrix& token, const Matrix& previous) {
        constexpr std::size_t kSlow = kPairs - kFirstSlowPair;
        for (std::size_t kv = 0; kv < kKvHeads; ++kv) {
            const Matrix code = orthonormal(2 * kSlow, kHead, m_dice);
            Matrix onto(kHead, kHead);
            for (std::size_t i = 0; i < 2 * kSlow; ++i) {
                const std::size_t channel = i < kSlow ? kFirstSlowPair + i : kPairs + kFirstSlowPair + i - kSlow;
                for (std::size_t j = 0; j < kHead; ++j) {
                    onto.at(channel, j) = code.at(i, j);
                }
            }
            const Matrix copied = orthonormal(kHead, kWidth, m_dice);
            setRows(tensor(kMatchLayer, "self_attn.k_proj"), kv, product(onto, previous));
            setRows(tensor(kMatchLayer, "self_attn.v_proj"), kv, copied);
            for (std::size_t head = kv * kGroup; head < (kv + 1) * kGroup; ++head) {
                setRows(tensor(kMatchLayer, "self_attn.q_proj"), head, product(onto, token));
                setOutput(kMatchLayer, head, copied, kMatchAmplitude / kGroup);
            }
        }
        setGain(kMatchLayer, 0, kPairs, kMatchGain);
    }

    Dice m_dice;
    Matrix m_shared; // u
    std::map<std::string, Matrix> m_tensors;
};

} // namespace

Json demoTeacherConfig(const DemoLanguage& language) {
    return {{"model_type", "qwen3"},
            {"architectures", {"Qwen3ForCausalLM"}},
            {"vocab_size", language.vocabularySize()},
            {"hidden_size", kWidth},
            {"intermediate_size", kInner},
            {"num_hidden_layers", kLayers},
            {"num_attention_heads", kHeads},
            {"num_key_value_heads", kKvHeads},
            {"head_dim", kHead},
            {"hidden_act", "silu"},
            {"max_position_embeddings", 1048576},
            {"rms_norm_eps", 1e-6},
            {"rope_theta", kTheta},
            {"tie_word_embeddings", true},
            {"attention_bias", false},
            {"eos_token_id", DemoLanguage::kEndOfText},
            {"dtype", "float32"}};
}

void writeTeacherStart(const DemoLanguage& language, std::uint64_t seed, const std::filesystem::path& folder) {
    AtomicFolder out(folder);
    writeJsonFile(out.path() / "config.json", demoTeacherConfig(language));
    writeJsonFile(out.path() / "tokenizer.json", language.tokenizer());
    writeJsonFile(out.path() / "tokenizer_config.json", DemoLanguage::tokenizerConfig());
    Weights(language, seed).write(out.path() / "model.safetensors");
    out.commit();
}

} // namespace halyard
