using AkkaClip.Core.Errors;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>The device that a run names.</summary>
internal static class DeviceChoice
{
    /// <param name="name">cpu, cuda, cuda:1.</param>
    /// <exception cref="UserErrorException">There is no such device here.</exception>
    public static Device Parse(string name)
    {
        if (name == "cpu")
            return CPU;
        var parts = name.Split(':');
        var index = 0;
        if (parts[0] != "cuda" || parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], out index)) || index < 0)
            throw new UserErrorException($"model.device is '{name}'; it must be cpu, cuda, or cuda:N.");
        var count = Gpus.Count;
        if (index >= count)
            throw new UserErrorException($"model.device is '{name}', and libtorch finds {count} CUDA devices here; use cpu, or another machine.");
        return new Device($"cuda:{index}");
    }
}
