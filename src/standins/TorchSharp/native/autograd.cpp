// Gradients: modes, leaves, backward, and functions whose forward and backward are managed code.
#include "shim.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <cstdlib>
#include <type_traits>

using ts::Handle;
using torch::autograd::Variable;
using torch::autograd::variable_list;

namespace {

variable_list borrow_all(const Handle* handles, int32_t count) {
    variable_list list;
    list.reserve(count);
    for (int32_t i = 0; i < count; i++)
        list.push_back(ts::borrow(handles[i]));
    return list;
}

// Backward of the managed function `context`: reads num_grads gradients (null where undefined, now owned by the callee),
// writes num_inputs handles (null: no gradient); returns null, or a malloc'ed message when the managed code threw.
using Apply = char* (*)(void* context, void* node, Handle* grads, int32_t num_grads, Handle* inputs, int32_t num_inputs);
using Release = void (*)(void* context);

struct ManagedNode : torch::autograd::Node {
    Apply apply_managed;
    Release release_managed;
    void* context;
    std::string title;
    // What save_for_backward kept; unpacked through the node, so that in-place changes are detected.
    std::vector<torch::autograd::SavedVariable> saved;
    bool released = false;

    ManagedNode(Apply apply, Release release, void* state, std::string name)
        : apply_managed(apply), release_managed(release), context(state), title(std::move(name)) {}

    ~ManagedNode() override { release_managed(context); }

    variable_list apply(variable_list&& grads) override {
        std::vector<Handle> given;
        given.reserve(grads.size());
        for (auto& grad : grads)
            given.push_back(ts::give(std::move(grad)));
        std::vector<Handle> returned(num_outputs(), nullptr);
        char* error = apply_managed(context, this, given.data(), static_cast<int32_t>(given.size()), returned.data(),
                                    static_cast<int32_t>(returned.size()));
        variable_list results;
        results.reserve(returned.size());
        for (Handle handle : returned)
            results.push_back(handle ? at::Tensor(ts::Ptr::reclaim(handle)) : at::Tensor());
        if (error) {
            std::string message(error);
            std::free(error);
            TORCH_CHECK(false, message);
        }
        return results;
    }

    std::string name() const override { return title; }

    void release_variables() override {
        saved.clear();
        released = true;
    }
};

using NodePtr = std::shared_ptr<ManagedNode>;

} // namespace

TS_EXPORT bool ts_grad_enabled() { return at::GradMode::is_enabled(); }
TS_EXPORT void ts_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

TS_EXPORT bool ts_requires_grad(Handle handle) { return handle->requires_grad(); }
TS_EXPORT bool ts_set_requires_grad(Handle handle, bool value) {
    return ts::guarded(false, [&] { ts::borrow(handle).set_requires_grad(value); return true; });
}
TS_EXPORT bool ts_is_leaf(Handle handle) { return ts::borrow(handle).is_leaf(); }
TS_EXPORT bool ts_retain_grad(Handle handle) {
    return ts::guarded(false, [&] { ts::borrow(handle).retain_grad(); return true; });
}

TS_EXPORT Handle ts_grad(Handle handle) {
    return ts::guarded<Handle>(nullptr, [&] { return ts::give(ts::borrow(handle).grad()); });
}

TS_EXPORT bool ts_set_grad(Handle handle, Handle grad) {
    return ts::guarded(false, [&] {
        const auto tensor = ts::borrow(handle);
        const auto value = ts::borrow(grad);
        // The checks that Python makes: the C++ setter itself takes anything.
        if (value.defined()) {
            TORCH_CHECK(value.sizes() == tensor.sizes(), "assigned grad has data of a different size: ", value.sizes(),
                        " for a tensor of ", tensor.sizes());
            TORCH_CHECK(value.scalar_type() == tensor.scalar_type(), "assigned grad has data of a different type: ",
                        value.scalar_type(), " for a tensor of ", tensor.scalar_type());
            TORCH_CHECK(value.device() == tensor.device(), "assigned grad is on ", value.device(), ", its tensor on ",
                        tensor.device());
        }
        tensor.mutable_grad() = value;
        return true;
    });
}

TS_EXPORT bool ts_backward(const Handle* tensors, int32_t num_tensors, const Handle* grads, int32_t num_grads,
                           bool retain_graph, bool create_graph, const Handle* inputs, int32_t num_inputs) {
    return ts::guarded(false, [&] {
        torch::autograd::backward(borrow_all(tensors, num_tensors), borrow_all(grads, num_grads), retain_graph,
                                  create_graph, borrow_all(inputs, num_inputs));
        return true;
    });
}

// results has room for num_inputs handles.
TS_EXPORT bool ts_autograd_grad(const Handle* outputs, int32_t num_outputs, const Handle* inputs, int32_t num_inputs,
                                const Handle* grads, int32_t num_grads, bool retain_graph, bool create_graph,
                                bool allow_unused, Handle* results) {
    return ts::guarded(false, [&] {
        auto found = torch::autograd::grad(borrow_all(outputs, num_outputs), borrow_all(inputs, num_inputs),
                                           borrow_all(grads, num_grads), retain_graph, create_graph, allow_unused);
        for (size_t i = 0; i < found.size(); i++)
            results[i] = ts::give(std::move(found[i]));
        return true;
    });
}

// A node whose edges are those of its tensor inputs; it owns the context from here on, also when this fails.
TS_EXPORT void* ts_node_new(const char* name, Apply apply, Release release, void* context, const Handle* inputs,
                            int32_t num_inputs, bool is_executable) {
    return ts::guarded<void*>(nullptr, [&]() -> void* {
        NodePtr node(new ManagedNode(apply, release, context, name), torch::autograd::deleteNode);
        const auto variables = borrow_all(inputs, num_inputs);
        if (is_executable)
            node->set_next_edges(torch::autograd::collect_next_edges(variables));
        return new NodePtr(std::move(node));
    });
}

TS_EXPORT void ts_node_release(void* node) { delete static_cast<NodePtr*>(node); }

namespace {

// _wrap_outputs gained parameters over time: what to save for a separate setup of the context, how to view an input that is
// returned as it is, and whether such a view is pure. The function's own type says which of them this version has.
template <typename Wrap, typename... Given>
auto wrap_with_whatever_it_takes(Wrap wrap, Given&&... given) {
    std::unordered_set<at::TensorImpl*> to_save;
    auto view_as_self = [](const at::Tensor& tensor) { return tensor.view_as(tensor); };
    if constexpr (std::is_invocable_v<Wrap, Given..., decltype(to_save)&, decltype(view_as_self)&, bool>)
        return wrap(std::forward<Given>(given)..., to_save, view_as_self, false);
    else if constexpr (std::is_invocable_v<Wrap, Given..., decltype(to_save)&, decltype(view_as_self)&>)
        return wrap(std::forward<Given>(given)..., to_save, view_as_self);
    else if constexpr (std::is_invocable_v<Wrap, Given..., decltype(to_save)&>)
        return wrap(std::forward<Given>(given)..., to_save);
    else
        return wrap(std::forward<Given>(given)...);
}

} // namespace

// Makes the outputs results of the node: outputs is read and overwritten (new references; the old ones stay with the caller).
TS_EXPORT bool ts_node_wrap(void* node, const Handle* inputs, int32_t num_inputs, const Handle* dirty, int32_t num_dirty,
                            const Handle* fixed, int32_t num_fixed, Handle* outputs, int32_t num_outputs,
                            bool is_executable) {
    return ts::guarded(false, [&] {
        for (int32_t i = 0; i < num_dirty; i++)
            dirty[i]->bump_version();
        const auto raw = borrow_all(outputs, num_outputs);
        const torch::autograd::optional_variable_list given(raw.begin(), raw.end());
        const torch::autograd::_jvp_fn_t forward_mode = [](variable_list, variable_list) -> variable_list {
            TORCH_CHECK(false, "forward mode is not supported");
        };
        const std::shared_ptr<torch::autograd::Node> target = is_executable ? *static_cast<NodePtr*>(node) : nullptr;
        auto wrapped = wrap_with_whatever_it_takes(
            torch::autograd::_wrap_outputs, borrow_all(inputs, num_inputs),
            std::unordered_set<at::TensorImpl*>(fixed, fixed + num_fixed),
            std::unordered_set<at::TensorImpl*>(dirty, dirty + num_dirty), given, target, forward_mode);
        for (size_t i = 0; i < wrapped.size(); i++)
            outputs[i] = wrapped[i] ? ts::give(std::move(*wrapped[i])) : nullptr;
        return true;
    });
}

TS_EXPORT bool ts_node_save(void* node, const Handle* tensors, int32_t count) {
    return ts::guarded(false, [&] {
        auto& target = *static_cast<NodePtr*>(node);
        target->saved.clear();
        for (const auto& tensor : borrow_all(tensors, count))
            target->saved.emplace_back(tensor, tensor.defined() && tensor.grad_fn() == target);
        return true;
    });
}

// During backward, with the node that apply was given: writes the saved tensors, returns how many there are.
TS_EXPORT int32_t ts_node_saved(void* raw_node, Handle* tensors, int32_t capacity) {
    return ts::guarded<int32_t>(-1, [&]() -> int32_t {
        auto& node = *static_cast<ManagedNode*>(raw_node);
        TORCH_CHECK(!node.released, torch::autograd::ERR_BACKWARD_TWICE);
        const auto count = static_cast<int32_t>(node.saved.size());
        const auto self = node.shared_from_this();
        for (int32_t i = 0; i < count && i < capacity; i++)
            tensors[i] = ts::give(node.saved[i].unpack(self));
        return count;
    });
}
