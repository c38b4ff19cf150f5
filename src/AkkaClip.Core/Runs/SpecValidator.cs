using System.Collections.Immutable;
using System.Globalization;

namespace AkkaClip.Core.Runs;

/// <summary>Gathers the values of a specification that cannot be used.</summary>
internal abstract class SpecValidator
{
    private readonly ImmutableArray<SpecError>.Builder _errors = ImmutableArray.CreateBuilder<SpecError>();

    protected ImmutableArray<SpecError> Errors => _errors.ToImmutable();

    protected void CheckAtLeast(string path, long value, long minimum, string orElse = "") => Check(path, value, value >= minimum, $"{minimum} or more{orElse}");

    protected void Check<T>(string path, T value, bool holds, string allowed)
    {
        if (!holds)
            _errors.Add(new SpecError(path, string.Create(CultureInfo.InvariantCulture, $"{value}"), allowed));
    }

    /// <summary>Whether a text is <c>cuda:</c> and the number of a device.</summary>
    protected static bool IsNumberedGpu(string device) =>
        device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
