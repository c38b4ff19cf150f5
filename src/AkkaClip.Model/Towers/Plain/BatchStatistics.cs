using System.Collections.Frozen;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// The running means and variances of a ResNet's batch norms, in one flat fp32 tensor, and those of the pending step
/// beside it. Like the parameters they change only when a step is committed, so that an aborted step leaves no trace.
/// </summary>
internal sealed class BatchStatistics : IDisposable
{
    /// <summary>Share of the newest batch in a running statistic, as PyTorch has it.</summary>
    private const double Momentum = 0.1;

    private readonly FrozenDictionary<string, BatchNormSlot> _slots;

    public BatchStatistics(IReadOnlyList<BatchNormSlot> slots, Device device)
    {
        Slots = slots;
        _slots = slots.ToFrozenDictionary(slot => slot.Name);
        using var scope = NewDisposeScope();
        Length = slots.Sum(slot => 2L * slot.Width);
        Running = zeros(Length, float32, device).DetachFromDisposeScope();
        Pending = zeros(Length, float32, device).DetachFromDisposeScope();
        foreach (var slot in slots)
            Running.narrow(0, slot.Offset + slot.Width, slot.Width).fill_(1);
    }

    public IReadOnlyList<BatchNormSlot> Slots { get; }

    /// <summary>Floats: mean and variance of every channel of every batch norm.</summary>
    public long Length { get; }

    /// <summary>fp32 [<see cref="Length"/>]</summary>
    public Tensor Running { get; }

    /// <summary>Sum over this step's training passes of their batch statistics, weighted by samples; fp32 [<see cref="Length"/>]</summary>
    public Tensor Pending { get; }

    /// <summary>Committed training steps, OpenCLIP's num_batches_tracked.</summary>
    public long BatchesTracked { get; set; }

    /// <summary>Where to share batch statistics; null: every trainer has its own.</summary>
    public ICollective? Shared { get; set; }

    public BatchNormSlot this[string name] => _slots[name];

    public static Tensor Mean(Tensor flat, BatchNormSlot slot) => flat.narrow(0, slot.Offset, slot.Width);

    public static Tensor Variance(Tensor flat, BatchNormSlot slot) => flat.narrow(0, slot.Offset + slot.Width, slot.Width);

    /// <summary>Takes over the statistics of the pending step, once they are the sum over all ranks.</summary>
    /// <param name="numSamples">B of that step.</param>
    public void Commit(long numSamples)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var slot in Slots.Where(slot => !slot.Frozen))
        {
            var running = Running.narrow(0, slot.Offset, 2L * slot.Width);
            running.mul_(1 - Momentum).add_(Pending.narrow(0, slot.Offset, 2L * slot.Width), Momentum / numSamples);
        }

        BatchesTracked++;
        Discard();
    }

    public void Discard()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Pending.zero_();
    }

    public void Dispose()
    {
        Running.Dispose();
        Pending.Dispose();
    }
}
