namespace AkkaClip.Model.Configs;

/// <summary>Finds a model by what a run file calls it.</summary>
public static class ModelConfigs
{
    /// <param name="nameOrPath">The name of a built-in model, or the path of an OpenCLIP model JSON.</param>
    /// <exception cref="ModelConfigException">There is neither, or the JSON is not a model that can be built.</exception>
    public static ModelConfig Resolve(string nameOrPath)
    {
        if (BuiltInModels.Find(nameOrPath) is { } builtIn)
            return builtIn;
        if (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return ModelConfigReader.ReadFile(nameOrPath);
        var names = string.Join(", ", BuiltInModels.All.Select(model => model.Name));
        throw new ModelConfigException(
            $"There is no model '{nameOrPath}'. Give the path of an OpenCLIP model JSON, or one of: {names}.");
    }
}
