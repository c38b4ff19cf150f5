using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Loading;

/// <summary>Serves the batches of one run to trainers of any node, over this node's data plane.</summary>
/// <remarks>
/// Child of a <see cref="Nodes.HostedRun"/> on a node of role data. It opens the data, and sees that it is the same as where
/// the run was taken; from then on requests are answered by <see cref="BatchChannel"/> on threads of the pool, and nothing
/// passes this actor. When it stops or restarts, the requests under way fail, and their trainers ask another node.
/// </remarks>
internal sealed class BatchServer : ReceiveActor
{
    private readonly RunSpec _spec;
    private readonly string _configuration;
    private readonly IRunParts _parts;
    private readonly BatchPlane _plane;
    private IBatchLoader? _loader;
    private IDisposable? _registration;

    public BatchServer(RunSpec spec, string configuration, IRunParts parts, BatchPlane plane)
    {
        (_spec, _configuration, _parts, _plane) = (spec, configuration, parts, plane);
        Receive<OpenData>(_ => Open());
    }

    /// <summary>To its parent: requests are answered from now on.</summary>
    public sealed record Opened(string Configuration);

    /// <summary>To its parent: the data of this node is not to be used.</summary>
    public sealed record NotOpened(string Reason);

    private sealed record OpenData;

    public static Props Props(RunSpec spec, string configuration, IRunParts parts, BatchPlane plane) =>
        Akka.Actor.Props.Create(() => new BatchServer(spec, configuration, parts, plane)).WithDispatcher(RunDispatchers.Files);

    protected override void PreStart() => Self.Tell(new OpenData());

    protected override void PostStop()
    {
        _registration?.Dispose();
        _loader?.Dispose();
    }

    private void Open()
    {
        try
        {
            if (ConfigurationHash.Of(_spec, _parts.Contents) != _configuration)
                throw new UserErrorException(
                    $"{string.Join(", ", _spec.Data.Paths)} ({_parts.NumSamples} samples) or {_spec.Data.Vocabulary} differ from those that run {_spec.Name} was submitted with; give all nodes the same data");
            _loader = _parts.CreateLoader();
        }
        catch (UserErrorException e)
        {
            Context.Parent.Tell(new NotOpened(e.Message));
            return;
        }

        var channel = new BatchChannel(_loader, _parts.Target, _plane.Budget);
        _registration = _plane.Server!.Register(BatchRequest.Channel(new RunId(_spec.Name), _configuration), channel.Serve);
        Context.Parent.Tell(new Opened(_configuration));
    }
}
