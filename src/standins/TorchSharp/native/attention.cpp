// Scaled dot product attention: libtorch's own from 2.0 on, and the same mathematics for 1.13.
#include "shim.h"

#include <torch/csrc/api/include/torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <ATen/ops/scaled_dot_product_attention.h>
#else
#include <ATen/ops/dropout.h>
#include <ATen/ops/full.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros.h>
#endif

#include <cmath>
#include <limits>

namespace {

at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask,
                     double dropout, bool is_causal) {
#if TORCH_VERSION_MAJOR >= 2
    return mask.defined() ? at::scaled_dot_product_attention(query, key, value, mask, dropout, is_causal)
                          : at::scaled_dot_product_attention(query, key, value, {}, dropout, is_causal);
#else
    TORCH_CHECK(!(is_causal && mask.defined()), "scaled_dot_product_attention: give either a mask or is_causal");
    const double infinity = std::numeric_limits<double>::infinity();
    auto scores = at::matmul(query.mul(1.0 / std::sqrt(static_cast<double>(query.size(-1)))), key.transpose(-2, -1));
    if (is_causal) {
        // Position i sees positions up to i.
        const auto future = at::full({query.size(-2), key.size(-2)}, -infinity, query.options()).triu(1);
        scores = scores.add(future);
    } else if (mask.defined()) {
        scores = scores.add(mask.scalar_type() == at::kBool
                               ? at::zeros(mask.sizes(), query.options()).masked_fill(mask.logical_not(), -infinity)
                               : mask);
    }
    auto weights = scores.softmax(-1);
    if (dropout > 0)
        weights = at::dropout(weights, dropout, true);
    return at::matmul(weights, value);
#endif
}

} // namespace

TS_EXPORT ts::Handle ts_attention(ts::Handle query, ts::Handle key, ts::Handle value, ts::Handle mask, double dropout,
                                  bool is_causal) {
    return ts::guarded<ts::Handle>(nullptr, [&] {
        return ts::give(attention(ts::borrow(query), ts::borrow(key), ts::borrow(value), ts::borrow(mask), dropout, is_causal));
    });
}
