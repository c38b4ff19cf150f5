using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using Xunit;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>The gradient is the slope of the loss: (L(p + h u) - L(p - h u)) / 2h = g . u along u = g / |g|, where it is |g|.</summary>
public sealed class FiniteDifferenceTests
{
    private const double StepLength = 2e-3;

    [Theory]
    [InlineData(LossKind.Clip, false)]
    [InlineData(LossKind.SigLip, false)]
    [InlineData(LossKind.Clip, true)]
    [InlineData(LossKind.SigLip, true)]
    public void The_gradient_of_each_part_is_the_slope_of_the_loss(LossKind loss, bool resNet)
    {
        var config = (resNet ? TinyModel.ResNetConfig : TinyModel.Config).ForLoss(loss);
        using var replica = TinyModel.Roughen(TinyModel.Create(TinyModel.Options(config) with { Loss = loss }));
        var batch = TinyModel.Batch(config, 6);
        var start = replica.CaptureState();
        replica.ComputeAlone(batch);
        var gradient = replica.Gradients();
        foreach (var tower in Enum.GetValues<TowerKind>())
        {
            var part = Part(replica, gradient, tower);
            var norm = Math.Sqrt(part.Sum(value => (double)value * value));
            var slope = (Loss(replica, batch, start, part, StepLength / norm) - Loss(replica, batch, start, part, -StepLength / norm))
                / (2 * StepLength);
            Assert.True(Math.Abs(slope - norm) < 0.02 * norm, $"{tower}: the slope is {slope}, the gradient's norm {norm}");
        }
    }

    private static float[] Part(Replica replica, float[] gradient, TowerKind tower)
    {
        var part = new float[gradient.Length];
        foreach (var range in replica.Layout.Parameters.TrainedRanges(tower))
            gradient.AsSpan((int)range.Start, (int)range.Length).CopyTo(part.AsSpan((int)range.Start));
        return part;
    }

    private static double Loss(Replica replica, Batch batch, ReplicaState start, float[] direction, double length)
    {
        var moved = replica.Layout.Allocate();
        foreach (var (source, target) in start.Blocks.Zip(moved.Blocks))
            source.Bytes.CopyTo(target.Bytes);
        for (var i = 0; i < direction.Length; i++)
            moved.Values[i] += (float)(length * direction[i]);
        replica.RestoreState(moved);
        return replica.ComputeAlone(batch).Loss;
    }
}
