// One entry for every ATen operator: the dispatcher finds it by name and is called with a stack of values.
// Operators that a version of libtorch lacks are an error when they are first called, never when the library loads;
// arguments that a later version added take that version's defaults.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace {

using ts::Kind;
using ts::Value;

enum class Wanted : uint8_t { AsGiven, Float, IntList, OptionalTensorList };

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Wanted> wanted;
    std::vector<c10::IValue> defaults; // None where there is none
    std::vector<bool> has_default;
};

Wanted wanted_of(const c10::TypePtr& declared) {
    c10::TypePtr type = declared;
    if (type->kind() == c10::TypeKind::OptionalType)
        type = type->expectRef<c10::OptionalType>().getElementType();
    if (type->kind() == c10::TypeKind::FloatType)
        return Wanted::Float;
    if (type->kind() != c10::TypeKind::ListType)
        return Wanted::AsGiven;
    const auto element = type->expectRef<c10::ListType>().getElementType()->kind();
    if (element == c10::TypeKind::OptionalType)
        return Wanted::OptionalTensorList;
    return element == c10::TypeKind::IntType ? Wanted::IntList : Wanted::AsGiven;
}

c10::IValue to_ivalue(const Value& value, Wanted wanted) {
    switch (value.kind) {
    case Kind::Tensor:
        return ts::borrow(static_cast<ts::Handle>(value.p));
    case Kind::Int:
        return wanted == Wanted::Float ? c10::IValue(static_cast<double>(value.i)) : c10::IValue(value.i);
    case Kind::IntOne:
        return c10::IValue(c10::IntArrayRef(&value.i, 1));
    case Kind::Double:
        return value.d;
    case Kind::Bool:
        return value.i != 0;
    case Kind::IntList:
        return c10::IValue(c10::IntArrayRef(static_cast<const int64_t*>(value.p), value.count));
    case Kind::DoubleList:
        return c10::IValue(c10::ArrayRef<double>(static_cast<const double*>(value.p), value.count));
    case Kind::String:
        return std::string(static_cast<const char*>(value.p), value.count);
    case Kind::Device:
        return c10::Device(static_cast<c10::DeviceType>(static_cast<int32_t>(value.i)),
                           static_cast<c10::DeviceIndex>(value.i >> 32));
    case Kind::Generator:
        return *static_cast<at::Generator*>(value.p);
    case Kind::TensorList: {
        const auto handles = static_cast<ts::Handle*>(value.p);
        if (wanted == Wanted::OptionalTensorList) {
            c10::impl::GenericList list(c10::OptionalType::ofTensor());
            list.reserve(value.count);
            for (int32_t i = 0; i < value.count; i++)
                list.push_back(handles[i] ? c10::IValue(ts::borrow(handles[i])) : c10::IValue());
            return list;
        }
        c10::List<at::Tensor> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++)
            list.push_back(ts::borrow(handles[i]));
        return list;
    }
    default:
        return c10::IValue();
    }
}

Value to_value(c10::IValue&& result) {
    Value value{Kind::None, 0, {0}};
    if (result.isTensor()) {
        value.kind = Kind::Tensor;
        value.p = ts::give(std::move(result).toTensor());
    } else if (result.isTensorList()) {
        const auto list = result.toTensorVector();
        auto handles = static_cast<ts::Handle*>(std::malloc(sizeof(ts::Handle) * (list.size() + 1)));
        for (size_t i = 0; i < list.size(); i++)
            handles[i] = ts::give(list[i]);
        value.kind = Kind::TensorList;
        value.count = static_cast<int32_t>(list.size());
        value.p = handles;
    } else if (result.isInt()) {
        value.kind = Kind::Int;
        value.i = result.toInt();
    } else if (result.isDouble()) {
        value.kind = Kind::Double;
        value.d = result.toDouble();
    } else if (result.isBool()) {
        value.kind = Kind::Bool;
        value.i = result.toBool();
    } else {
        TORCH_CHECK(result.isNone(), "a result of type ", result.tagKind(), " is not supported");
    }
    return value;
}

} // namespace

TS_EXPORT void* ts_operator(const char* name, const char* overload) {
    return ts::guarded<void*>(nullptr, [&]() -> void* {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(handle.has_value(), "this libtorch has no operator ", name, *overload ? "." : "", overload);
        auto op = std::make_unique<Operator>(Operator{*handle, {}, {}, {}});
        for (const auto& argument : handle->schema().arguments()) {
            op->wanted.push_back(wanted_of(argument.type()));
            op->defaults.push_back(argument.default_value().value_or(c10::IValue()));
            op->has_default.push_back(argument.default_value().has_value());
        }
        return op.release(); // lives as long as the process, as operators do
    });
}

// Calls an operator with num_args values, writes up to capacity results; returns how many there are, or -1.
TS_EXPORT int32_t ts_call(void* op, const Value* args, int32_t num_args, Value* results, int32_t capacity) {
    return ts::guarded<int32_t>(-1, [&]() -> int32_t {
        const auto& target = *static_cast<Operator*>(op);
        const int32_t num_parameters = static_cast<int32_t>(target.wanted.size());
        TORCH_CHECK(num_args <= num_parameters, target.handle.operator_name(), " takes ", num_parameters,
                    " arguments, not ", num_args);
        torch::jit::Stack stack;
        stack.reserve(num_parameters);
        for (int32_t i = 0; i < num_parameters; i++) {
            if (i < num_args && args[i].kind != Kind::Default) {
                stack.push_back(to_ivalue(args[i], target.wanted[i]));
            } else {
                TORCH_CHECK(target.has_default[i] || i < num_args, target.handle.operator_name(), " needs argument ", i);
                stack.push_back(target.defaults[i]);
            }
        }
        target.handle.callBoxed(&stack);
        const int32_t count = std::min<int32_t>(capacity, static_cast<int32_t>(stack.size()));
        for (int32_t i = 0; i < count; i++)
            results[i] = to_value(std::move(stack[i]));
        return count;
    });
}

TS_EXPORT void ts_free(void* memory) { std::free(memory); }
