// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/mixer.h"

namespace halyard {

// Keys and values of one softmax layer, (B,G,length,D); storage is what was expected, and doubles when it is
// full, so appending a token is O(1). Going back to a mark keeps the storage.
class KeyValueCache final : public MixerCache {
public:
    [[nodiscard]] NamedTensors tensors() const override;
    void expect(std::int64_t tokens) override { m_expected = tokens; }
    [[nodiscard]] std::function<void()> mark() override {
        return [this, length = m_length] { m_length = length; };
    }
    // Appends k, v (B,G,T,D); returns nothing, read keys() and values().
    void append(const at::Tensor& k_BGTD, const at::Tensor& v_BGTD);
    [[nodiscard]] at::Tensor keys() const { return m_keys.narrow(2, 0, m_length); }
    [[nodiscard]] at::Tensor values() const { return m_values.narrow(2, 0, m_length); }
    [[nodiscard]] std::int64_t length() const { return m_length; }

private:
    void reserve(const at::Tensor& like_BGTD, std::int64_t capacity);

    at::Tensor m_keys, m_values;
    std::int64_t m_length = 0;
    std::int64_t m_expected = 0;
};

} // namespace halyard
