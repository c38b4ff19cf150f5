// The C ABI between the managed stand-in and libtorch. Every function that can fail returns a sentinel (null, -1 or false)
// and leaves the message in ts_error(); no exception ever leaves this library.
#pragma once

#include <ATen/core/Tensor.h>
#include <cstdint>

#define TS_EXPORT extern "C" __attribute__((visibility("default")))

namespace ts {

// A tensor crosses the boundary as the TensorImpl it refers to, with one reference owned by the managed side.
using Handle = c10::TensorImpl*;

enum class Kind : int32_t {
    Default = 0, // omitted: the operator's own default
    None = 1,
    Tensor = 2,
    Int = 3, // also data types
    Double = 4,
    Bool = 5,
    IntList = 6,
    TensorList = 7,
    DoubleList = 8,
    String = 9,
    Device = 10, // type in the low half, index in the high half
    Generator = 11,
    IntOne = 12, // an integer that stands for a list of one
};

struct Value {
    Kind kind;
    int32_t count;
    union {
        int64_t i;
        double d;
        void* p;
    };
};
static_assert(sizeof(Value) == 16, "Value is mirrored in NativeValue.cs");

using Ptr = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

inline at::Tensor borrow(Handle handle) {
    return handle ? at::Tensor(Ptr::reclaim_copy(handle)) : at::Tensor();
}

inline Handle give(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

void set_error(const char* message);
void set_error_from_current_exception();

// Runs body; on an exception keeps its message and returns failed.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) {
    try {
        return body();
    } catch (...) {
        set_error_from_current_exception();
        return failed;
    }
}

} // namespace ts
