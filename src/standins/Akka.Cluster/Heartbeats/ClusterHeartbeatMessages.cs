using Akka.Remote;

namespace Akka.Cluster;

/// <summary>Are you there?</summary>
internal sealed record ClusterHeartbeat(Address From, long SequenceNr, long CreationTimeNanos)
    : IClusterMessage, IPriorityMessage, IDeadLetterSuppression;

/// <summary>Yes, and this is my incarnation.</summary>
internal sealed record ClusterHeartbeatRsp(UniqueAddress From, long SequenceNr, long CreationTimeNanos)
    : IClusterMessage, IPriorityMessage, IDeadLetterSuppression;
