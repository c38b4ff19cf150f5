namespace AkkaClip.Model.Parameters;

/// <summary>How a parameter starts. A closed family.</summary>
public abstract record Initialization
{
    private Initialization()
    {
    }

    public sealed record Constant(double Value) : Initialization;

    /// <summary>Zero mean.</summary>
    public sealed record Normal(double StandardDeviation) : Initialization;

    /// <summary>On [-<paramref name="Bound"/>, <paramref name="Bound"/>].</summary>
    public sealed record Uniform(double Bound) : Initialization;
}
