// What a tensor is: identity, shape, storage; and the library's own state: errors, threads, generators, CUDA.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/DefaultDtype.h>
#include <c10/util/Logging.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>

#include <string>

using ts::Handle;

namespace {

thread_local std::string last_error;

// Only messages cross the boundary; walking and naming the stack of every error would cost milliseconds.
const bool no_stack_traces = [] {
    c10::SetStackTraceFetcher([]() -> std::string { return {}; });
    return true;
}();

} // namespace

namespace ts {

void set_error(const char* message) { last_error = message; }

void set_error_from_current_exception() {
    try {
        throw;
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "an exception of unknown type left libtorch";
    }
}

} // namespace ts

TS_EXPORT const char* ts_error() { return last_error.c_str(); }
TS_EXPORT const char* ts_version() { return TORCH_VERSION; }

TS_EXPORT void ts_release(Handle handle) { at::Tensor(ts::Ptr::reclaim(handle)); }

TS_EXPORT Handle ts_retain(Handle handle) { return ts::give(ts::borrow(handle)); }

TS_EXPORT int64_t ts_dim(Handle handle) { return handle->dim(); }
TS_EXPORT int64_t ts_numel(Handle handle) { return handle->numel(); }
TS_EXPORT const int64_t* ts_sizes(Handle handle) { return handle->sizes().data(); }
TS_EXPORT const int64_t* ts_strides(Handle handle) { return handle->strides().data(); }
TS_EXPORT int64_t ts_storage_offset(Handle handle) { return handle->storage_offset(); }
TS_EXPORT bool ts_is_contiguous(Handle handle) { return handle->is_contiguous(); }
TS_EXPORT int32_t ts_dtype(Handle handle) { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); }
TS_EXPORT int64_t ts_element_size(Handle handle) { return handle->itemsize(); }

TS_EXPORT int64_t ts_device(Handle handle) {
    const auto device = handle->device();
    return static_cast<int64_t>(static_cast<uint32_t>(device.type())) | (static_cast<int64_t>(device.index()) << 32);
}

TS_EXPORT void* ts_data(Handle handle) {
    return ts::guarded<void*>(nullptr, [&] { return ts::borrow(handle).data_ptr(); });
}

// A tensor over memory of the managed side; release(context) is called when the last reference to it goes.
TS_EXPORT Handle ts_from_blob(void* data, const int64_t* sizes, int32_t dim, int32_t dtype,
                              void (*release)(void*), void* context) {
    return ts::guarded<Handle>(nullptr, [&] {
        return ts::give(at::from_blob(data, at::IntArrayRef(sizes, dim), [=](void*) { release(context); },
                                      at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype))));
    });
}

TS_EXPORT void ts_set_default_dtype(int32_t dtype) {
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(dtype)));
}

TS_EXPORT int32_t ts_num_threads() { return at::get_num_threads(); }
TS_EXPORT int32_t ts_num_interop_threads() { return at::get_num_interop_threads(); }
TS_EXPORT bool ts_set_num_threads(int32_t num) {
    return ts::guarded(false, [&] { at::set_num_threads(num); return true; });
}
TS_EXPORT bool ts_set_num_interop_threads(int32_t num) {
    return ts::guarded(false, [&] { at::set_num_interop_threads(num); return true; });
}

// Generators: a new one is a clone of the device's default one, so that every backend's own kind comes back.
TS_EXPORT void* ts_generator_default() {
    return ts::guarded<void*>(nullptr, [] {
        return new at::Generator(at::globalContext().defaultGenerator(c10::Device(c10::DeviceType::CPU)));
    });
}

TS_EXPORT void* ts_generator_new(uint64_t seed, int32_t device_type, int32_t device_index) {
    return ts::guarded<void*>(nullptr, [&]() -> void* {
        const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        auto generator = at::globalContext().defaultGenerator(device).clone();
        generator.set_current_seed(seed);
        return new at::Generator(generator);
    });
}

TS_EXPORT void ts_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }

TS_EXPORT bool ts_generator_seed(void* generator, uint64_t seed) {
    return ts::guarded(false, [&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_current_seed(seed);
        return true;
    });
}

TS_EXPORT uint64_t ts_generator_initial_seed(void* generator) {
    return static_cast<at::Generator*>(generator)->current_seed();
}

TS_EXPORT Handle ts_generator_state(void* generator) {
    return ts::guarded<Handle>(nullptr, [&] {
        auto& source = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(source.mutex());
        return ts::give(source.get_state());
    });
}

TS_EXPORT bool ts_generator_set_state(void* generator, Handle state) {
    return ts::guarded(false, [&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(ts::borrow(state));
        return true;
    });
}

TS_EXPORT bool ts_manual_seed(uint64_t seed) {
    return ts::guarded(false, [&] { at::manual_seed(seed); return true; });
}

TS_EXPORT int32_t ts_cuda_device_count() {
    return ts::guarded(0, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}
TS_EXPORT bool ts_cudnn_is_available() {
    return ts::guarded(false, [] { return torch::cuda::cudnn_is_available(); });
}
TS_EXPORT bool ts_cuda_manual_seed(uint64_t seed, bool all_devices) {
    return ts::guarded(false, [&] {
        all_devices ? torch::cuda::manual_seed_all(seed) : torch::cuda::manual_seed(seed);
        return true;
    });
}
TS_EXPORT bool ts_cuda_synchronize(int64_t device_index) {
    return ts::guarded(false, [&] { torch::cuda::synchronize(device_index); return true; });
}

// A switch of the library's context: 0 TF32 in cuBLAS, 1 TF32 in cuDNN, 2 flash attention, 3 plain attention,
// 4 deterministic algorithms. Returns what it was, or -1; value -1 only asks.
TS_EXPORT int32_t ts_switch(int32_t which, int32_t value) {
    return ts::guarded(-1, [&]() -> int32_t {
        auto& context = at::globalContext();
        const bool on = value > 0;
        int32_t before = -1;
        switch (which) {
        case 0:
            before = context.allowTF32CuBLAS();
            if (value >= 0) context.setAllowTF32CuBLAS(on);
            break;
        case 1:
            before = context.allowTF32CuDNN();
            if (value >= 0) context.setAllowTF32CuDNN(on);
            break;
#if TORCH_VERSION_MAJOR >= 2
        case 2:
            before = context.userEnabledFlashSDP();
            if (value >= 0) context.setSDPUseFlash(on);
            break;
        case 3:
            before = context.userEnabledMathSDP();
            if (value >= 0) context.setSDPUseMath(on);
            break;
#endif
        case 4:
            before = context.deterministicAlgorithms();
            if (value >= 0) context.setDeterministicAlgorithms(on, false);
            break;
        default:
            TORCH_CHECK(false, "this libtorch (", TORCH_VERSION, ") has no such switch");
        }
        return before;
    });
}
