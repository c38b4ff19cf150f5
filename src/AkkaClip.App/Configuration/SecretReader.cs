using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Configuration;

/// <summary>Finds the cluster's secret, in the file or the environment variable that a configuration names.</summary>
internal sealed class SecretReader(ConfigErrors errors, Func<string, string?> environment)
{
    private const string Path = $"{NodeSpecReader.Root}.secret";
    private const int MaxBytes = 4096;
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The secret without the blanks around it; an empty one, with an error noted, where there is none.</summary>
    public SecretText Read(ConfigSection section)
    {
        if (section.OptionalPath("file") is { } file)
            return new SecretText(file.Length == 0 ? "" : FromFile(file).Trim()); // empty: noted already as no path
        var variable = section.Text("variable");
        var secret = environment(variable)?.Trim() ?? "";
        if (secret.Length == 0)
            errors.Add(variable, Path, $"there is no cluster secret: set the environment variable {variable}, or name a file by {Path}.file (openssl rand -hex 32 > cluster.secret; chmod 600 cluster.secret)");
        return new SecretText(secret);
    }

    private string FromFile(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OfOthers) != 0)
                return Refuse(file, $"the cluster's secret may be read by others (mode {Octal(File.GetUnixFileMode(file))}); chmod 600 {file}");
            if (new FileInfo(file).Length > MaxBytes)
                return Refuse(file, $"too large for a secret, more than {MaxBytes} bytes");
            return File.ReadAllText(file) is var text && text.Trim().Length > 0 ? text : Refuse(file, "the file of the cluster's secret is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(file, $"the cluster's secret cannot be read: {e.Message}");
        }
    }

    private string Refuse(string file, string message)
    {
        errors.Add(file, Path, message);
        return "";
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
