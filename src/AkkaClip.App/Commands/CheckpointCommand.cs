using System.CommandLine;
using System.Globalization;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Parts;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Runs;
using AkkaClip.Core.Errors;
using AkkaClip.Model.Checkpoints;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip checkpoint</c>: shows, verifies and exports checkpoints.</summary>
internal static class CheckpointCommand
{
    public static Command Build() => new Command("checkpoint", "Lists, shows, verifies and exports checkpoints.") { BuildList(), BuildShow(), BuildVerify(), BuildExport() };

    private static Command BuildList()
    {
        var name = new Argument<string>("run") { Description = "The name of a run, or its folder." };
        var runs = new Option<string>("--runs") { Description = "The folder that holds the runs.", DefaultValueFactory = _ => "runs" };
        var json = Output.JsonOption();
        var command = new Command("list", "Lists the checkpoints of a run, the newest first.") { name, runs, json }.WithExamples("akkaclip checkpoint list flickr8k");
        command.SetAction(parsed =>
        {
            var run = RunFolder.Find(parsed.GetRequiredValue(runs), parsed.GetRequiredValue(name));
            var output = Output.Of(parsed, json);
            var manifests = run.Checkpoints.Select(folder => (Folder: folder, Manifest: Guard(() => CheckpointManifest.Read(folder)))).ToList();
            foreach (var (folder, manifest) in manifests)
                output.Record(new { manifest.Step, manifest.NumSamples, bytes = manifest.Files.Sum(file => file.Bytes), manifest.WrittenAt, folder });
            if (manifests.Count == 0)
                output.Line($"{run.Record.Name} has no checkpoints yet");
            else
                output.Table(["step", "samples", "bytes", "written", "folder"], [.. manifests.Select(entry => new[]
                {
                    Number(entry.Manifest.Step), Number(entry.Manifest.NumSamples), Number(entry.Manifest.Files.Sum(file => file.Bytes)),
                    entry.Manifest.WrittenAt.ToString("u", CultureInfo.InvariantCulture), entry.Folder,
                })]);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildShow()
    {
        var folder = FolderArgument();
        var json = Output.JsonOption();
        var command = new Command("show", "Shows a checkpoint's manifest.") { folder, json }.WithExamples("akkaclip checkpoint show runs/flickr8k/checkpoints/step-00000500");
        command.SetAction(parsed =>
        {
            var manifest = Guard(() => CheckpointManifest.Read(parsed.GetRequiredValue(folder)));
            Output.Of(parsed, json).Result(manifest, output =>
            {
                output.Fields(
                [
                    ("run", manifest.Run),
                    ("step", Number(manifest.Step)),
                    ("samples", Number(manifest.NumSamples)),
                    ("skipped steps", Number(manifest.NumSkippedSteps)),
                    ("written", manifest.WrittenAt.ToString("u", CultureInfo.InvariantCulture)),
                    ("version", manifest.Version),
                    ("configuration", manifest.Configuration),
                ]);
                output.Line();
                output.Table(["file", "bytes", "sha256"], [.. manifest.Files.Select(file => new[] { file.Name, Number(file.Bytes), file.Sha256 })]);
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildVerify()
    {
        var folder = FolderArgument();
        var json = Output.JsonOption();
        var command = new Command("verify", "Compares every file of a checkpoint with its manifest; exits with 1 where one differs.") { folder, json }
            .WithExamples("akkaclip checkpoint verify runs/flickr8k/checkpoints/step-00000500");
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var output = Output.Of(parsed, json);
            Guard(() => CheckpointManifest.Read(path)); // a folder that is no checkpoint is the user's mistake, a broken one is not
            try
            {
                var manifest = CheckpointStore.Verify(path);
                output.Result(new { path, valid = true, manifest.Step }, o => o.Line($"{path}: valid, {manifest.Files.Length} files of step {manifest.Step}"));
                return ExitCode.Success;
            }
            catch (CheckpointException broken)
            {
                output.Result(new { path, valid = false, reason = broken.Message }, o => o.Line($"{path}: not valid: {broken.Message}"));
                return ExitCode.Failure;
            }
        });
        return command;
    }

    private static Command BuildExport()
    {
        var folder = FolderArgument();
        var target = new Option<string>("--output", "-o") { Description = "The folder to write to; made if it is not there.", Required = true };
        var command = new Command("export", "Verifies a checkpoint and copies what OpenCLIP loads: weights, configuration, vocabulary.") { folder, target }
            .WithExamples("akkaclip checkpoint export runs/flickr8k/checkpoints/step-00000500 --output flickr8k-model");
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var output = parsed.GetRequiredValue(target);
            Guard(() => CheckpointStore.Verify(path));
            Directory.CreateDirectory(output);
            foreach (var file in new[] { ReplicaFiles.Weights, ReplicaFiles.Config, CheckpointModel.VocabularyFile })
                File.Copy(Path.Combine(path, file), Path.Combine(output, file), overwrite: true);
            parsed.InvocationConfiguration.Output.WriteLine($"{output}: {ReplicaFiles.Weights}, {ReplicaFiles.Config}, {CheckpointModel.VocabularyFile}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> FolderArgument() => new("checkpoint") { Description = "The checkpoint's folder." };

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CheckpointException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
