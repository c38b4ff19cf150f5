using AkkaClip.App.Configuration;
using AkkaClip.Data.Samples;
using AkkaClip.Model.Configs;
using AkkaClip.TestSupport;

namespace AkkaClip.App.Tests.Configuration;

public class RunFileTests
{
    public static TheoryData<string> RunFiles => [.. Directory.GetFiles(Path.Combine(TestData.RepositoryRoot(), "hocon", "runs"), "*.conf").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(RunFiles))]
    public void Every_run_file_is_sound_and_names_a_model_that_exists(string name)
    {
        var path = Path.Combine(TestData.RepositoryRoot(), "hocon", "runs", name);
        var run = RunConfiguration.Load(path, []).Run;
        Assert.Equal(Path.GetFileNameWithoutExtension(name), run.Name);
        Assert.NotNull(ModelConfigs.Resolve(run.Model.Config));
        Assert.NotEmpty(run.Evaluation.Tasks);
    }

    [Theory]
    [MemberData(nameof(RunFiles))]
    public void Every_run_file_opens_with_its_command_its_expected_result_and_its_batch_arithmetic(string name)
    {
        var lines = File.ReadLines(Path.Combine(TestData.RepositoryRoot(), "hocon", "runs", name)).TakeWhile(line => line.StartsWith('#')).ToArray();
        Assert.Contains(lines, line => line.Contains($"hocon/runs/{name}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("# Expected: ", StringComparison.Ordinal));

        var arithmetic = string.Concat(lines).Split("# Batch: ")[1];
        var run = RunConfiguration.Load(Path.Combine(TestData.RepositoryRoot(), "hocon", "runs", name), []).Run;
        Assert.StartsWith($"{run.Training.GlobalBatch} samples a step", arithmetic, StringComparison.Ordinal);
        Assert.Contains($"{run.Training.NumSteps:N0} steps = {run.Training.NumSteps * run.Training.GlobalBatch:N0} samples", arithmetic, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("flickr8k.conf", "captions")]
    [InlineData("emoji.conf", "emoji")]
    public void The_data_of_a_run_file_is_where_it_says_and_enough_for_a_batch(string name, string folder)
    {
        TestData.Require(folder);
        var path = Path.Combine(TestData.RepositoryRoot(), "hocon", "runs", name);
        var run = RunConfiguration.Load(path, [], null, "/", variable => variable == "AKKACLIP_TEST_DATA" ? TestData.Root : null).Run;
        Assert.True(File.Exists(run.Data.Vocabulary), run.Data.Vocabulary);

        using var training = SampleSourceFactory.Open(run.Data);
        Assert.InRange(training.Count, run.Training.GlobalBatch, long.MaxValue);
        using var test = SampleSourceFactory.Open(run.Evaluation.Tasks[0].Data);
        Assert.InRange(test.Count, 1, training.Count);
    }
}
