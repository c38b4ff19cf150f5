using AkkaClip.TestSupport.Processes;
using Xunit;

namespace AkkaClip.TestSupport.Folders;

/// <summary>A small generated data set with its vocabulary and a run file, made once for all tests of a class.</summary>
public sealed class ShapesFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.Root;

    public async Task InitializeAsync()
    {
        await SucceedAsync("data", "make", "shapes", "--samples", "256", "--test-seen", "64", "--test-unseen", "32", "--image-size", "32");
        await SucceedAsync("tokenizer", "train", "shapes/train/*.tar", "--size", "600", "--output", "vocabulary.txt.gz");
        _folder.File("run.conf", """
            akkaclip.run {
              name = small
              seed = 5
              log-every-steps = 1
              model.config = nano-32
              data {
                paths = ["shapes/train/*.tar"]
                vocabulary = vocabulary.txt.gz
              }
              training {
                global-batch = 32
                num-steps = 40
                warmup-steps = 4
              }
              checkpoint {
                every-steps = 5
                keep-last = 3
              }
              evaluation.tasks {
                seen {
                  kind = zero-shot
                  class-field = class
                  templates = ["a {c}"]
                  data.paths = ["shapes/test-seen/*.tar"]
                }
                retrieval {
                  kind = retrieval
                  data.paths = ["shapes/test-seen/*.tar"]
                }
              }
            }
            """);
    }

    /// <summary>The arguments that train into a folder of the given name on one trainer.</summary>
    public static string[] Training(string directory, params string[] more) =>
        ["run", "submit", "run.conf", "-D", $"directory={directory}", "-D", "trainers.count=1", .. more];

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private async Task SucceedAsync(params string[] arguments)
    {
        var ended = await CommandLineProcess.RunAsync(Root, arguments);
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
    }
}
