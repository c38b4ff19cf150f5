using AkkaClip.Core.Errors;

namespace AkkaClip.Model.Configs;

/// <summary>A model configuration that cannot be used. The message names the file, the JSON path and what to do.</summary>
public sealed class ModelConfigException : UserErrorException
{
    public ModelConfigException(string message)
        : base(message)
    {
    }

    public ModelConfigException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
