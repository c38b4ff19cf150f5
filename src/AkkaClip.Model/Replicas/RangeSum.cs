using AkkaClip.Core.Exchange;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>A part of a flat tensor on its way to being the sum over all ranks: in place on a CPU, else by a host copy.</summary>
internal sealed class RangeSum
{
    private readonly Tensor _part;
    private readonly Tensor _host;
    private readonly ICollectiveOperation _operation;

    /// <param name="start">Starts the sum into this host memory.</param>
    public RangeSum(Tensor flat, ParameterRange range, Func<Memory<float>, ICollectiveOperation> start)
    {
        _part = flat.narrow(0, range.Start, range.Length);
        _host = _part.cpu();
        _operation = start(TensorMemory.Of(_host, new ParameterRange(0, range.Length)));
    }

    /// <summary>Starts the sums of some ranges; none for a rank that is alone.</summary>
    public static List<RangeSum> Start(Tensor flat, IEnumerable<ParameterRange> ranges, ICollective collective) =>
        collective.WorldSize == 1
            ? []
            : [.. ranges.Where(range => range.Length > 0).Select(range => new RangeSum(flat, range, collective.AllReduceSum))];

    /// <exception cref="CollectiveFailedException">A member failed.</exception>
    public void Complete()
    {
        _operation.Complete();
        if (_part.device_type != TorchSharp.DeviceType.CPU)
            _part.copy_(_host);
    }
}
