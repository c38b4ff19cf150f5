using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets this thread's gradient mode until it is disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool _before;

    public AutoGradMode(bool enabled)
    {
        _before = IsEnabled;
        Native.ts_set_grad_enabled(enabled);
    }

    public static bool IsEnabled => Native.ts_grad_enabled();

    public void Dispose() => Native.ts_set_grad_enabled(_before);
}
