#nullable disable // As in the genuine package, whose signatures carry no nullability.

using System.Reflection;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from texts and embedded resources.</summary>
public class ConfigurationFactory
{
    /// <summary>A configuration without keys.</summary>
    public static Config Empty => ParseString("");

    /// <summary>The actor system's own defaults, <c>akka.conf</c> in this assembly.</summary>
    public static Config Default() => FromResource("Akka.Configuration.akka.conf", typeof(ConfigurationFactory).Assembly);

    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <param name="hocon">The text.</param>
    /// <param name="includeCallback">Gives the parsed text behind the name of an <c>include "name"</c>.</param>
    /// <exception cref="FormatException">A character that no token starts with, or an unresolved substitution.</exception>
    /// <exception cref="ConfigurationException">Unquoted text with <c>=</c> or <c>:</c> in it.</exception>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) => new(Parser.Parse(hocon, includeCallback));

    public static Config FromResource(string resourceName, object instanceInAssembly) => FromResource(resourceName, instanceInAssembly switch
    {
        Type type => type.Assembly,
        Assembly assembly => assembly,
        _ => instanceInAssembly.GetType().Assembly,
    });

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName);
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
