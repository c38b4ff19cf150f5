namespace AkkaClip.Model.Parameters;

/// <summary>Parameters of a residual attention block. W: width, M: hidden width of the MLP.</summary>
/// <param name="ScaledForDepth">
/// The text tower's initialisation: projections into the residual stream shrink with the depth. The image tower keeps
/// PyTorch's defaults.
/// </param>
internal sealed record BlockParameters(int Width, int MlpWidth, int Layers, double? LayerScaleInit, bool ScaledForDepth)
{
    public void AddTo(SpecList specs, string name, int group)
    {
        specs.Norm($"{name}.ln_1", group, Width);
        AddAttention(specs, $"{name}.attn", group);
        AddLayerScale(specs, $"{name}.ls_1", group);
        specs.Norm($"{name}.ln_2", group, Width);
        AddMlp(specs, $"{name}.mlp", group);
        AddLayerScale(specs, $"{name}.ls_2", group);
    }

    private void AddAttention(SpecList specs, string name, int group)
    {
        if (ScaledForDepth)
            specs.Normal($"{name}.in_proj_weight", group, Math.Pow(Width, -0.5), 3 * Width, Width);
        else
            specs.Uniform($"{name}.in_proj_weight", group, Math.Sqrt(6.0 / (Width + (3 * Width))), 3 * Width, Width);
        specs.Constant($"{name}.in_proj_bias", group, 0, 3 * Width);
        AddResidualProjection(specs, $"{name}.out_proj.weight", group, Width);
        specs.Constant($"{name}.out_proj.bias", group, 0, Width);
    }

    private void AddMlp(SpecList specs, string name, int group)
    {
        if (ScaledForDepth)
            specs.Normal($"{name}.c_fc.weight", group, Math.Pow(2 * Width, -0.5), MlpWidth, Width);
        else
            specs.Uniform($"{name}.c_fc.weight", group, Math.Pow(Width, -0.5), MlpWidth, Width);
        specs.Uniform($"{name}.c_fc.bias", group, Math.Pow(Width, -0.5), MlpWidth);
        AddResidualProjection(specs, $"{name}.c_proj.weight", group, MlpWidth);
        specs.Uniform($"{name}.c_proj.bias", group, Math.Pow(MlpWidth, -0.5), Width);
    }

    private void AddResidualProjection(SpecList specs, string name, int group, int inputs)
    {
        if (ScaledForDepth)
            specs.Normal(name, group, Math.Pow(Width, -0.5) * Math.Pow(2 * Layers, -0.5), Width, inputs);
        else
            specs.Uniform(name, group, Math.Pow(inputs, -0.5), Width, inputs);
    }

    private void AddLayerScale(SpecList specs, string name, int group)
    {
        if (LayerScaleInit is { } value)
            specs.Constant($"{name}.gamma", group, value, Width);
    }
}
