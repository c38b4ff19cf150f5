using Akka.Configuration;

namespace AkkaClip.App.Configuration;

/// <summary>One of the configurations that lie over each other.</summary>
/// <param name="Name">What to call it in errors: a file, the command line.</param>
/// <param name="Folder">The folder that its relative paths are relative to.</param>
/// <param name="Config">Its own keys, without fallbacks.</param>
internal sealed record ConfigLayer(string Name, string Folder, Config Config);
