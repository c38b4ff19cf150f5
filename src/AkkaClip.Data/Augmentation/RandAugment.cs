using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Augmentation;

/// <summary>
/// RandAugment (Cubuk et al. 2020, arXiv 1909.13719): some operations drawn from fourteen, all of one magnitude. Ranges are
/// torchvision's.
/// </summary>
internal static class RandAugment
{
    private const int MaxMagnitude = 30;

    private enum Operation
    {
        Identity,
        ShearX,
        ShearY,
        TranslateX,
        TranslateY,
        Rotate,
        Brightness,
        Saturation,
        Contrast,
        Sharpness,
        Posterize,
        Solarize,
        AutoContrast,
        Equalize,
    }

    /// <param name="planes">The picture, changed in place.</param>
    /// <param name="numOperations">How many, one after the other; one may be drawn twice.</param>
    /// <param name="magnitude">0 to 30.</param>
    /// <param name="random">The sample's own stream: two draws an operation.</param>
    /// <param name="scratch">[s, s].</param>
    public static void Apply(Planes planes, int numOperations, int magnitude, CounterRandom random, Span<byte> scratch)
    {
        for (var i = 0; i < numOperations; i++)
        {
            var operation = (Operation)random.NextInt((int)Operation.Equalize + 1);
            var sign = random.NextBool(0.5) ? -1 : 1;
            Apply(operation, planes, (double)magnitude / MaxMagnitude, sign, scratch);
        }
    }

    /// <param name="strength">[0, 1].</param>
    /// <param name="sign">Of operations that go either way.</param>
    private static void Apply(Operation operation, Planes planes, double strength, int sign, Span<byte> scratch)
    {
        switch (operation)
        {
            case Operation.ShearX:
                ShapeOperations.ShearX(planes, sign * strength * 0.3, scratch);
                break;
            case Operation.ShearY:
                ShapeOperations.ShearY(planes, sign * strength * 0.3, scratch);
                break;
            case Operation.TranslateX:
                ShapeOperations.Translate(planes, (int)(sign * strength * planes.Size * 150 / 331), 0, scratch);
                break;
            case Operation.TranslateY:
                ShapeOperations.Translate(planes, 0, (int)(sign * strength * planes.Size * 150 / 331), scratch);
                break;
            case Operation.Rotate:
                ShapeOperations.Rotate(planes, sign * strength * 30, scratch);
                break;
            case Operation.Brightness:
                ColorOperations.Brightness(planes, 1 + (sign * strength * 0.9));
                break;
            case Operation.Saturation:
                ColorOperations.Saturation(planes, 1 + (sign * strength * 0.9));
                break;
            case Operation.Contrast:
                ColorOperations.Contrast(planes, 1 + (sign * strength * 0.9));
                break;
            case Operation.Sharpness:
                ColorOperations.Sharpness(planes, 1 + (sign * strength * 0.9), scratch);
                break;
            case Operation.Posterize:
                ColorOperations.Posterize(planes, 8 - (int)Math.Round(strength * 4));
                break;
            case Operation.Solarize:
                ColorOperations.Solarize(planes, 255 * (1 - strength));
                break;
            case Operation.AutoContrast:
                ColorOperations.AutoContrast(planes);
                break;
            case Operation.Equalize:
                ColorOperations.Equalize(planes);
                break;
        }
    }
}
