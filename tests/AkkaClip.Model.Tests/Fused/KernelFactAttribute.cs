using AkkaClip.Model.Fused;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>A fact about the native kernels; skipped, with the reason, where they could not be built.</summary>
public sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute() => Skip = FusedKernels.Unavailable;
}
