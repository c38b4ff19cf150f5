using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Augmentation;

/// <summary>The colour part of SimCLR's augmentation (Chen et al. 2020, appendix A): jitter, and now and then no colour at all.</summary>
internal static class ColorJitter
{
    private const double JitterShare = 0.8;
    private const double GreyShare = 0.2;

    /// <param name="planes">The picture, changed in place.</param>
    /// <param name="strength">Brightness, contrast and saturation change by up to 0.8, hue by up to 0.2 turns, times this.</param>
    /// <param name="random">The sample's own stream; the number of draws is fixed.</param>
    public static void Apply(Planes planes, double strength, CounterRandom random)
    {
        var isJittered = random.NextBool(JitterShare);
        var (brightness, contrast, saturation) = (Factor(), Factor(), Factor());
        var hue = random.NextDouble(-0.2, 0.2) * strength;
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        var isGrey = random.NextBool(GreyShare);
        if (isJittered)
        {
            foreach (var which in order)
            {
                switch (which)
                {
                    case 0:
                        ColorOperations.Brightness(planes, brightness);
                        break;
                    case 1:
                        ColorOperations.Contrast(planes, contrast);
                        break;
                    case 2:
                        ColorOperations.Saturation(planes, saturation);
                        break;
                    default:
                        ColorOperations.Hue(planes, hue);
                        break;
                }
            }
        }
        if (isGrey)
            ColorOperations.Saturation(planes, 0);

        double Factor() => random.NextDouble(1 - (0.8 * strength), 1 + (0.8 * strength));
    }
}
