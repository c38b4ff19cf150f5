using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.App.CommandLine;

/// <summary>The folder that a selection is written to.</summary>
internal static class SelectionFolder
{
    /// <summary>Makes the folder; refuses one with something in it, and inputs that would be written to one file.</summary>
    public static string Prepare(string folder, bool replace, IReadOnlyList<string> inputs)
    {
        if (inputs.GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UserErrorException($"{string.Join(" and ", same)} would both be written as {same.Key}; select from them one after the other, into folders of their own.");
        var path = Path.GetFullPath(folder);
        if (inputs.FirstOrDefault(i => Path.GetDirectoryName(Path.GetFullPath(i)) == path) is { } input)
            throw new UserErrorException($"--output {folder} is the folder of {input}, which would be written over; take another one.");
        Directory.CreateDirectory(path);
        if (!replace && Directory.EnumerateFileSystemEntries(path).Any())
            throw new UserErrorException($"--output {folder} is not empty; take another folder, or --replace");
        File.Delete(Path.Combine(path, SelectionManifest.FileName));
        return path;
    }
}
