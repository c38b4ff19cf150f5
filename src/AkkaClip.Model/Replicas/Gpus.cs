using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>The GPUs of this machine.</summary>
public static class Gpus
{
    /// <summary>How many libtorch finds; the first question loads it.</summary>
    public static int Count => cuda.is_available() ? cuda.device_count() : 0;
}
