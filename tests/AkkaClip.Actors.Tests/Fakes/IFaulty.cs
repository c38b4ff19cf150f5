namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>Parts with planned faults.</summary>
internal interface IFaulty
{
    FaultPlan Faults { get; }
}
