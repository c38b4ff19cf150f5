using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>(pixel / 255 - mean) / std of every channel, computed as (pixel - 255 mean) / (255 std).</summary>
internal sealed class PixelNormalization : IDisposable
{
    private readonly Tensor _mean_3;
    private readonly Tensor _std_3;

    public PixelNormalization(TowerOptions options, Device device)
    {
        _mean_3 = Channels(options.PixelMean, device);
        _std_3 = Channels(options.PixelStd, device);
    }

    /// <param name="pixels_BNp">uint8 [b, n, 3 p p], channel by channel.</param>
    /// <returns>fp32 [b, n, 3 p p]</returns>
    public Tensor OfPatches(Tensor pixels_BNp)
    {
        var shape = pixels_BNp.shape;
        return pixels_BNp.to_type(ScalarType.Float32)
            .view(shape[0], shape[1], 3, shape[2] / 3)
            .sub_(_mean_3.view(3, 1))
            .div_(_std_3.view(3, 1))
            .view(shape);
    }

    /// <param name="pixels_B3SS">uint8</param>
    /// <returns>fp32 [b, 3, s, s]</returns>
    public Tensor OfImages(Tensor pixels_B3SS) =>
        pixels_B3SS.to_type(ScalarType.Float32).sub_(_mean_3.view(3, 1, 1)).div_(_std_3.view(3, 1, 1));

    public void Dispose()
    {
        _mean_3.Dispose();
        _std_3.Dispose();
    }

    private static Tensor Channels(IEnumerable<double> values, Device device) =>
        tensor(values.Select(value => (float)(255 * value)).ToArray(), [3], float32, device).DetachFromDisposeScope();
}
