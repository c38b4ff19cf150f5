using System.Reflection;
using AkkaClip.Actors.Tests.Fakes;
using Xunit.Sdk;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>Every point of the protocol, every trainer, two world sizes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialFaultsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from point in new[] { FaultPoint.BeforeCompute, FaultPoint.WhileComputing, FaultPoint.BeforeApply, FaultPoint.AfterApply }
        from numTrainers in new[] { 2, 3 }
        from trainer in Enumerable.Range(0, numTrainers)
        select new object[] { point, trainer, numTrainers };
}
