using AkkaClip.Model.Fused;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>A theory about the native kernels; skipped, with the reason, where they could not be built.</summary>
public sealed class KernelTheoryAttribute : TheoryAttribute
{
    public KernelTheoryAttribute() => Skip = FusedKernels.Unavailable;
}
