using AkkaClip.Model.Parameters;
using AkkaClip.Model.Safetensors;
using AkkaClip.Model.Towers;
using AkkaClip.Model.Towers.Plain;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>Parameters, statistics and towers of one replica.</summary>
internal sealed class ClipModel : IDisposable
{
    private static readonly double MaxLogitScale = Math.Log(100);

    private ClipModel(ReplicaOptions options)
    {
        Layout = StateLayout.Of(options);
        Parameters = new FlatParameters(Layout.Parameters, DeviceChoice.Parse(options.Device));
        Statistics = new BatchStatistics(Layout.BatchNorms, Parameters.Device);
        Towers = TowerFactory.Create(options.Config, Parameters, Statistics, options.Towers, options.Compute);
    }

    public StateLayout Layout { get; }

    public FlatParameters Parameters { get; }

    public BatchStatistics Statistics { get; }

    public TowerPair Towers { get; }

    /// <summary>exp(logit_scale)</summary>
    public double LogitScale => Math.Exp(Scalar(ModelParameters.LogitScale));

    /// <summary>logit_bias; 0 without one.</summary>
    public double LogitBias => Layout.Parameters.Contains(ModelParameters.LogitBias) ? Scalar(ModelParameters.LogitBias) : 0;

    /// <summary>A model with seeded initial values, or those of the file that the options name.</summary>
    /// <exception cref="SafetensorsException">The file cannot be used, or is of another model.</exception>
    public static ClipModel Create(ReplicaOptions options)
    {
        var model = new ClipModel(options);
        try
        {
            var state = model.Layout.Allocate();
            if (options.InitialWeights is { } path)
                OpenClipWeights.Read(path, state);
            else
                Initialize(options, state);
            model.Load(state);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Takes over parameters and statistics.</summary>
    public void Load(ReplicaState state)
    {
        TensorCopy.FromHost(state.Values, Parameters.Values);
        TensorCopy.FromHost(state.Statistics, Statistics.Running);
        Statistics.BatchesTracked = state.BatchesTracked;
    }

    /// <summary>Keeps the factor of the logits between 1 and 100.</summary>
    public void ClampLogitScale()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Parameters.Leaf(ModelParameters.LogitScale).clamp_(0, MaxLogitScale);
    }

    /// <summary>Sets this rank's share in the gradient of logit_scale and logit_bias.</summary>
    /// <param name="scaleGradient">dL / d exp(logit_scale)</param>
    public void SetLossGradients(double scaleGradient, double biasGradient)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        SetGradient(ModelParameters.LogitScale, scaleGradient * LogitScale);
        if (Layout.Parameters.Contains(ModelParameters.LogitBias))
            SetGradient(ModelParameters.LogitBias, biasGradient);
    }

    public void Dispose()
    {
        Towers.Dispose();
        Statistics.Dispose();
        Parameters.Dispose();
    }

    private double Scalar(string name)
    {
        using var scope = NewDisposeScope();
        return Parameters.Leaf(name).detach().ToDouble();
    }

    private void SetGradient(string name, double value) =>
        Parameters.GradientView(Layout.Parameters[name]).fill_((float)value);

    private static void Initialize(ReplicaOptions options, ReplicaState state)
    {
        Parallel.ForEach(ModelParameters.Of(options.Config), spec =>
        {
            var slot = state.Layout.Parameters[spec.Name];
            Initializer.Fill(spec, options.Seed, state.Values.AsSpan((int)slot.Offset, slot.Length));
        });
        foreach (var norm in state.Layout.BatchNorms)
            state.Statistics.AsSpan((int)norm.Offset + norm.Width, norm.Width).Fill(1);
    }
}
