using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.CommandLine;

/// <summary>A user's mistake is one clear line and exit code 2, without a stack trace.</summary>
public sealed class MistakeTests
{
    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["modle"], "akkaclip has no verb 'modle'; did you mean model?" },
        { ["run", "sumbit", "a.conf"], "akkaclip run has no verb 'sumbit'; did you mean submit?" },
        { ["run", "submit"], "<file> is missing. See akkaclip run submit --help" },
        { ["run", "submit", "a.conf", "b.conf"], "no use for 'b.conf'" },
        { ["run", "list", "--jsno"], "akkaclip run list has no option --jsno; did you mean --json?" },
        { ["data", "make", "--sampels", "10"], "akkaclip data make has no option --sampels; did you mean --samples?" },
        { ["data", "make", "shapes", "--samples", "many"], "--samples is 'many'; it must be a whole number" },
        { ["data", "stats", "."], "a folder of tar shards" },
        { ["run", "submit", "."], ". is a folder" },
        { ["run", "submit", "nowhere.conf"], "nowhere.conf" },
        { ["run", "show", "nothing"], "no run 'nothing'" },
        { ["run", "list"], "no folder" },
        { ["model", "show", "ViT-Z-99"], "There is no model 'ViT-Z-99'" },
        { ["data", "stats", "nowhere.tar"], "nowhere.tar" },
        { ["data", "stats", "foreign.tar"], "foreign.tar" },
        { ["data", "filter", "nowhere.parquet", "--where", "width > 1"], "nowhere.parquet: no such file" },
        { ["data", "filter", "foreign.tar", "--where", "width > 1"], "foreign.tar: no readable Parquet file" },
        { ["data", "filter", "foreign.tar"], "Nothing is filtered" },
        { ["data", "filter", "foreign.tar", "--where", "width > "], "--where, at letter 9 ('the end'): a value is missing" },
        { ["data", "subset", "foreign.tar", "--samples", "some", "-o", "out"], "--samples is 'some'" },
        { ["data", "make", "laion", "--metadata", "0"], "--metadata is '0'" },
        { ["data", "make", "."], "something else" },
        { ["tokenizer", "encode", "--vocabulary", "nowhere.txt.gz", "a cat"], "nowhere.txt.gz" },
        { ["tokenizer", "encode", "--vocabulary", "foreign.tar", "a cat"], "foreign.tar" },
        { ["tokenizer", "train", "captions.tsv", "--size", "3", "-o", "v.txt.gz"], "--size is 3" },
        { ["checkpoint", "verify", "."], ". is no checkpoint" },
        { ["checkpoint", "export", ".", "-o", "model"], "manifest.json" },
        { ["eval", "zeroshot", ".", "foreign.tar"], "is no checkpoint" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_clear_message_and_exit_code_2(string[] arguments, string said)
    {
        using var folder = new TemporaryFolder();
        folder.File("foreign.tar", "this is neither a tar nor anything else that AkkaClip reads, and longer than a header of one");
        folder.File("captions.tsv", "image\tcaption\n");

        var ended = await CommandLineProcess.RunAsync(folder.Root, arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(said, ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.TrimEnd('\n').Split('\n'));
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task A_run_file_with_mistakes_names_them_all_at_once()
    {
        using var folder = new TemporaryFolder();
        folder.File("run.conf", """
            akkaclip.run {
              name = wrong
              training.learning-rat = 1
              training.global-batch = 0
              model.device = toaster
            }
            """);

        var ended = await CommandLineProcess.RunAsync(folder.Root, "run", "submit", "run.conf");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("training.learning-rat", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("learning-rate", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("training.global-batch", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("toaster", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("run")]
    [InlineData("data")]
    public async Task A_group_of_verbs_without_one_prints_its_help(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var (alone, help) = (await CommandLineProcess.RunAsync(folder.Root, arguments), await CommandLineProcess.RunAsync(folder.Root, [.. arguments, "--help"]));

        Assert.Equal(0, alone.ExitCode);
        Assert.Contains("Commands:", alone.Output, StringComparison.Ordinal);
        Assert.Equal(help.Output, alone.Output);
        Assert.Empty(alone.Errors);
    }

    [Fact]
    public async Task A_word_behind_two_dashes_is_no_option()
    {
        using var folder = new TemporaryFolder();

        var ended = await CommandLineProcess.RunAsync(folder.Root, "tokenizer", "encode", "--vocabulary", "nowhere.txt.gz", "--", "--a cat");

        Assert.Contains("nowhere.txt.gz: there is no such vocabulary", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ends_well_and_shows_examples()
    {
        using var folder = new TemporaryFolder();

        var ended = await CommandLineProcess.RunAsync(folder.Root, "run", "submit", "--help");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Examples:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("akkaclip run submit", ended.Output, StringComparison.Ordinal);
    }
}
