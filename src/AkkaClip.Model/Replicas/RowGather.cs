using System.Collections.Immutable;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>Rows of all ranks on their way to this one. Owns its host buffers until they have arrived.</summary>
internal sealed class RowGather
{
    private readonly Tensor _all;
    private readonly Tensor _shard;
    private readonly Device _device;
    private readonly ICollectiveOperation? _operation;

    /// <summary>Sends this rank's rows, and goes on.</summary>
    /// <param name="rows">[R, d] or [R]; read until <see cref="Complete"/>.</param>
    /// <param name="sliceSizes">Rows of every rank.</param>
    public RowGather(Tensor rows, ImmutableArray<int> sliceSizes, ICollective collective)
    {
        _device = rows.device;
        _shard = rows.detach().cpu().contiguous();
        if (collective.WorldSize == 1)
        {
            _all = _shard;
            return;
        }

        var width = rows.dim() == 1 ? 1 : (int)rows.shape[1];
        var shape = rows.shape;
        shape[0] = sliceSizes.Sum();
        _all = empty(shape, float32);
        _operation = collective.AllGather(
            Host(_shard), Host(_all), ImmutableArray.CreateRange(sliceSizes, size => checked(size * width)));
    }

    /// <summary>The rows of all ranks, in rank order, on the device of the rows sent.</summary>
    /// <exception cref="CollectiveFailedException">A member failed.</exception>
    public Tensor Complete()
    {
        _operation?.Complete();
        return _all.to(_device);
    }

    private static Memory<float> Host(Tensor tensor) => TensorMemory.Of(tensor, new ParameterRange(0, tensor.NumberOfElements));
}
