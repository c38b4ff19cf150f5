using AkkaClip.Core.Errors;

namespace AkkaClip.Model.Safetensors;

/// <summary>A safetensors file that cannot be used. The message names the file and, where there is one, the tensor.</summary>
public sealed class SafetensorsException : UserErrorException
{
    public SafetensorsException(string path, string problem)
        : base($"{path}: {problem}")
    {
    }

    public SafetensorsException(string path, string problem, Exception inner)
        : base($"{path}: {problem}", inner)
    {
    }
}
