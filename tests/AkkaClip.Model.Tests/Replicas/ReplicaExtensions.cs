using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Batches;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>What tests look at in a replica.</summary>
internal static class ReplicaExtensions
{
    /// <summary>The pending gradient of one parameter.</summary>
    public static float[] Gradient(this Replica replica, string name)
    {
        using var view = replica.Model.Parameters.GradientView(replica.Layout.Parameters[name]);
        using var flat = view.flatten();
        return TensorCopy.ToHost(flat);
    }

    /// <summary>The whole pending gradient, padding included.</summary>
    public static float[] Gradients(this Replica replica) => TensorCopy.ToHost(replica.Model.Parameters.Gradients);

    public static StepOutcome ComputeAlone(this Replica replica, Batch batch, long step = 0)
    {
        using var member = new InProcessGroup(1, new CollectiveOptions()).Member(0);
        return replica.ComputeGradients(batch, new StepContext(step, [batch.Count]), member);
    }
}
