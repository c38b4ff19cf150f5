using Akka.Configuration.Hocon;

namespace AkkaClip.App.Configuration;

/// <summary>Finds keys that <c>reference.conf</c> does not have, and says which one was probably meant.</summary>
internal sealed class KnownKeys
{
    private const string RunData = $"{RunSpecReader.Root}.data";
    private const string Tasks = $"{RunSpecReader.Root}.evaluation.{RunSpecReader.Tasks}";
    private const string TaskDefaults = $"{RunSpecReader.Root}.evaluation.{RunSpecReader.TaskDefaults}";

    private readonly ConfigLayer _reference;
    private readonly List<(string Path, string Key)> _known = [];

    public KnownKeys(ConfigLayer reference)
    {
        _reference = reference;
        Collect("akkaclip", reference.Config.GetValue("akkaclip").GetObject());
    }

    public void Check(ConfigLayer layer, ConfigErrors errors)
    {
        foreach (var (key, value) in layer.Config.Root.GetObject().Items)
        {
            if (key == "akkaclip")
                Check(layer, errors, key, value);
            else if (key != "akka")
                errors.Add(layer.Name, key, $"{Shown(key)} is no known section; a file has akkaclip {{ ... }} and akka {{ ... }}{Meant(key, "")}");
        }
    }

    private void Check(ConfigLayer layer, ConfigErrors errors, string path, HoconValue section)
    {
        if (section.GetObject() is not { } members)
        {
            errors.Add(layer.Name, path, $"{path} = {section}: must be a section, {path} {{ ... }}");
            return;
        }
        foreach (var (key, value) in members.Items)
        {
            var child = HoconString.Join(path, key);
            if (Schema(path, key) is not { } known)
                errors.Add(layer.Name, child, $"{Shown(child)} is no known key{Meant(key, path)}");
            else if (known.IsObject())
                Check(layer, errors, child, value);
        }
    }

    /// <summary>The reference's value for a key; a task has the keys of the task defaults, and a task's data those of the run's data.</summary>
    private HoconValue? Schema(string path, string key)
    {
        if (path == Tasks)
            return _reference.Config.GetValue(TaskDefaults);
        if (path.StartsWith(Tasks + ".", StringComparison.Ordinal))
            path = TaskDefaults + BehindFirstKey(path[(Tasks.Length + 1)..]);
        if (path.StartsWith(TaskDefaults + ".data", StringComparison.Ordinal))
            path = RunData + path[(TaskDefaults.Length + ".data".Length)..];
        return _reference.Config.GetValue(HoconString.Join(path, key));
    }

    /// <summary>Of <c>name.data.augmentation</c>, or <c>"na.me".data</c>, what comes behind the name, with its dot.</summary>
    private static string BehindFirstKey(string path)
    {
        var end = path[0] == '"' ? path.IndexOf('"', 1) + 1 : path.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? "" : path[end..];
    }

    private void Collect(string path, HoconObject section)
    {
        foreach (var (key, value) in section.Items)
        {
            var child = HoconString.Join(path, key);
            _known.Add((child, key));
            if (value.GetObject() is { } nested)
                Collect(child, nested);
        }
    }

    private string Meant(string key, string parent)
    {
        var nearest = _known
            .Select(known => (known.Path, Distance: EditDistance.Between(key, known.Key), IsSibling: known.Path == HoconString.Join(parent, known.Key)))
            .Where(known => known.Distance <= Math.Max(1, key.Length / 3))
            .OrderBy(known => known.Distance)
            .ThenBy(known => known.IsSibling ? 0 : 1)
            .FirstOrDefault();
        return nearest.Path is null ? "" : $"; did you mean {nearest.Path}?";
    }

    /// <summary>A key that runs over a line's end, because its value is missing, in one line.</summary>
    private static string Shown(string path) => path.Contains('\n', StringComparison.Ordinal) ? $"'{path.Split('\n')[0].Trim()}' (without a value)" : path;
}
