using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Pool;

/// <summary>What a run asks of the pool of trainers.</summary>
/// <param name="Run">The run.</param>
/// <param name="Minimum">With fewer it cannot train; at least 1.</param>
/// <param name="Maximum">More than this are of no use to it.</param>
/// <param name="Priority">Higher ones are served first.</param>
/// <param name="Device">What its trainers compute on: cpu, cuda (any GPU), or cuda:0.</param>
/// <param name="Held">Trainers that it has: a run that trains keeps its minimum, whoever comes, but for higher priorities.</param>
public sealed record PoolDemand(RunId Run, int Minimum, int Maximum, int Priority, string Device, int Held);
