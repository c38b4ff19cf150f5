using static TorchSharp.torch;

namespace AkkaClip.Model.Parameters;

/// <summary>
/// All parameters of a replica in one contiguous fp32 tensor, all gradients in another; the towers work on views.
/// So clipping, the update and the reduction over trainers are a few large operations and no copy.
/// </summary>
/// <remarks>Owns both tensors and every view. Views stay valid until disposal.</remarks>
public sealed class FlatParameters : IDisposable
{
    private readonly Dictionary<string, Tensor> _leaves = [];

    /// <summary>Buffers of zeros on <paramref name="device"/>.</summary>
    public FlatParameters(ParameterLayout layout, Device device)
    {
        using var _ = NewDisposeScope();
        Layout = layout;
        Values = zeros(layout.TotalLength, float32, device).DetachFromDisposeScope();
        Gradients = zeros(layout.TrainedLength, float32, device).DetachFromDisposeScope();
        foreach (var slot in layout.Slots)
            _leaves.Add(slot.Name, CreateLeaf(slot).DetachFromDisposeScope());
    }

    public ParameterLayout Layout { get; }

    /// <summary>fp32 [<see cref="ParameterLayout.TotalLength"/>].</summary>
    public Tensor Values { get; }

    /// <summary>fp32 [<see cref="ParameterLayout.TrainedLength"/>].</summary>
    public Tensor Gradients { get; }

    public Device Device => Values.device;

    /// <summary>
    /// The parameter as an autograd leaf over <see cref="Values"/>; its <c>grad</c> is a view of <see cref="Gradients"/>,
    /// so that a backward pass adds there. A frozen one asks for no gradient.
    /// </summary>
    public Tensor Leaf(string name) =>
        _leaves.TryGetValue(name, out var leaf) ? leaf : throw new KeyNotFoundException($"The model has no parameter '{name}'.");

    /// <summary>A view of the gradient of a trained parameter, in the parameter's shape. The caller disposes it.</summary>
    public Tensor GradientView(ParameterSlot slot) => View(Gradients, slot);

    /// <summary>Host memory of a part of the values. CPU only.</summary>
    public Memory<float> ValueMemory(ParameterRange range) => TensorMemory.Of(Values, range);

    /// <summary>Host memory of a part of the gradients. CPU only.</summary>
    public Memory<float> GradientMemory(ParameterRange range) => TensorMemory.Of(Gradients, range);

    public void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Gradients.zero_();
    }

    public void Dispose()
    {
        foreach (var leaf in _leaves.Values)
            leaf.Dispose();
        Gradients.Dispose();
        Values.Dispose();
    }

    private Tensor CreateLeaf(ParameterSlot slot)
    {
        var leaf = View(Values, slot).detach();
        if (slot.Frozen)
            return leaf;
        leaf.requires_grad_();
        leaf.grad = View(Gradients, slot);
        return leaf;
    }

    private static Tensor View(Tensor flat, ParameterSlot slot) =>
        flat.narrow(0, slot.Offset, slot.Length).view([.. slot.Shape]);
}
