using System.Collections.Immutable;

namespace AkkaClip.Model.Parameters;

/// <summary>Collects the parameters of one tower under its name prefix.</summary>
internal sealed class SpecList(TowerKind tower, string prefix)
{
    private readonly List<ParameterSpec> specs = [];

    public IReadOnlyList<ParameterSpec> Specs => specs;

    public void Constant(string name, int group, double value, params ImmutableArray<long> shape) =>
        Add(name, group, new Initialization.Constant(value), shape);

    public void Normal(string name, int group, double standardDeviation, params ImmutableArray<long> shape) =>
        Add(name, group, new Initialization.Normal(standardDeviation), shape);

    public void Uniform(string name, int group, double bound, params ImmutableArray<long> shape) =>
        Add(name, group, new Initialization.Uniform(bound), shape);

    /// <summary>A layer norm or batch norm: gain 1, bias 0.</summary>
    public void Norm(string name, int group, long width, double gain = 1)
    {
        Constant($"{name}.weight", group, gain, width);
        Constant($"{name}.bias", group, 0, width);
    }

    /// <summary>
    /// A linear layer or convolution as PyTorch starts it: uniform within fan-in^-0.5, weight and bias.
    /// </summary>
    public void Linear(string name, int group, long outputs, long inputs)
    {
        Uniform($"{name}.weight", group, Math.Pow(inputs, -0.5), outputs, inputs);
        Uniform($"{name}.bias", group, Math.Pow(inputs, -0.5), outputs);
    }

    /// <summary>A convolution without bias.</summary>
    public void Convolution(string name, int group, long outputs, long inputs, long kernel) =>
        Uniform($"{name}.weight", group, Math.Pow(inputs * kernel * kernel, -0.5), outputs, inputs, kernel, kernel);

    private void Add(string name, int group, Initialization initialization, ImmutableArray<long> shape) =>
        specs.Add(new ParameterSpec(prefix + name, shape, tower, group, initialization));
}
