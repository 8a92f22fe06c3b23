// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/mixers/attn/key_value_cache.h"

#include <algorithm>

namespace halyard {

NamedTensors KeyValueCache::tensors() const {
    if (!m_keys.defined()) {
        return {};
    }
    return {{"keys", keys()}, {"values", values()}};
}

void KeyValueCache::append(const at::Tensor& k_BGTD, const at::Tensor& v_BGTD) {
    const std::int64_t added = k_BGTD.size(2);
    const std::int64_t needed = m_length + added;
    if (!m_keys.defined() || m_keys.size(2) < needed) {
        // A prompt is followed by tokens one at a time: leave room for some at once.
        reserve(k_BGTD, std::max({needed + 64, m_expected, m_keys.defined() ? 2 * m_keys.size(2) : needed}));
    }
    m_keys.narrow(2, m_length, added).copy_(k_BGTD);
    m_values.narrow(2, m_length, added).copy_(v_BGTD);
    m_length = needed;
}

void KeyValueCache::reserve(const at::Tensor& like_BGTD, std::int64_t capacity) {
    const std::vector<std::int64_t> shape = {like_BGTD.size(0), like_BGTD.size(1), capacity, like_BGTD.size(3)};
    const at::Tensor keys = at::empty(shape, like_BGTD.options());
    const at::Tensor values = at::empty(shape, like_BGTD.options());
    if (m_length > 0) {
        keys.narrow(2, 0, m_length).copy_(this->keys());
        values.narrow(2, 0, m_length).copy_(this->values());
    }
    m_keys = keys;
    m_values = values;
}

} // namespace halyard
