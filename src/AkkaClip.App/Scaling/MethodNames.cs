using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>Methods as people write them.</summary>
internal static class MethodNames
{
    public static string Of(FitMethod method) => method switch
    {
        FitMethod.AllRows => "all",
        FitMethod.Frontier => "frontier",
        FitMethod.Binned => "binned",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
    };
}
