namespace AkkaClip.App.Tests.Configuration;

public sealed class ConfigurationErrorTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("akkaclip.run.training.lerning-rate = 1", "akkaclip.run.training.lerning-rate is no known key; did you mean akkaclip.run.training.learning-rate?")]
    [InlineData("akkaclip.run.learning-rate = 1", "akkaclip.run.learning-rate is no known key; did you mean akkaclip.run.training.learning-rate?")]
    [InlineData("akkaclip.run.zebra = 1", "akkaclip.run.zebra is no known key")]
    [InlineData("akkaclip.rum.seed = 1", "did you mean akkaclip.run?")]
    [InlineData("traning.num-steps = 1", "did you mean akkaclip.run.training?")]
    [InlineData("akkaclip.run.evaluation.tasks.t.kin = retrieval", "tasks.t.kin is no known key; did you mean akkaclip.run.evaluation.task-defaults.kind?")]
    [InlineData("akkaclip.run.evaluation.tasks.t.data.augmentation.crop-sale = [1, 1]", "did you mean akkaclip.run.data.augmentation.crop-scale?")]
    [InlineData("akkaclip.run.evaluation.tasks.\"a.b\".data.splt = test", "did you mean akkaclip.run.data.split?")]
    public void Unknown_keys_are_named_with_the_nearest_known_one(string run, string expected)
    {
        Assert.Contains(expected, _files.Refused(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akkaclip.run.seed = many", "akkaclip.run.seed = many: must be a whole number")]
    [InlineData("akkaclip.run.seed = 1.5", "must be a whole number")]
    [InlineData("akkaclip.run.seed = 99999999999999999999", "must be a whole number")]
    [InlineData("akkaclip.run.seed = null", "akkaclip.run.seed = null: must be a whole number")]
    [InlineData("akkaclip.run.seed = [1]", "must be a whole number")]
    [InlineData("akkaclip.run.seed = { a = 1 }", "akkaclip.run.seed = {...}: must be a whole number")]
    [InlineData("akkaclip.run.name = [a]", "must be a text")]
    [InlineData("akkaclip.run.training.learning-rate = fast", "must be a number")]
    [InlineData("akkaclip.run.training.learning-rate = 1,5", "5")]
    [InlineData("akkaclip.run.data.test-share = some", "must be a number, or off")]
    [InlineData("akkaclip.run.model.trim-text = maybe", "must be on or off")]
    [InlineData("akkaclip.run.model.loss = clp", "must be one of clip, siglip")]
    [InlineData("akkaclip.run.data.augmentation.crop-scale = [0.5]", "must be [min, max]")]
    [InlineData("akkaclip.run.data.augmentation.mean = [a, b, c]", "must be a list of numbers")]
    [InlineData("akkaclip.run.data.caption-fields = { a = b }", "must be a list")]
    [InlineData("akkaclip.run.data.caption-fields = [[a]]", "must be a list of texts")]
    [InlineData("akkaclip.run.training = fast", "must be a section")]
    [InlineData("akkaclip.run.evaluation.tasks.t = 1", "must be a section")]
    [InlineData("akkaclip.run.data.test-share = 1", "akkaclip.run.data.test-share = 1: must be in (0, 1), or off")]
    public void Wrong_types_and_ranges_are_named_by_path_and_value(string run, string expected)
    {
        Assert.Contains(expected, _files.Refused(run), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_what_said_them()
    {
        var message = _files.Refused("akkaclip.run { seed = x\n nam = y\n training.beta1 = 2 }", "trainers.count=-3", "checkpoint.keep=1");
        Assert.Contains("5 errors", message, StringComparison.Ordinal);
        Assert.Contains("run.conf: akkaclip.run.seed = x", message, StringComparison.Ordinal);
        Assert.Contains("run.conf: akkaclip.run.nam is no known key; did you mean akkaclip.run.name?", message, StringComparison.Ordinal);
        Assert.Contains("run.conf: akkaclip.run.training.beta1 = 2: must be in [0, 1)", message, StringComparison.Ordinal);
        Assert.Contains("-D trainers.count=-3: akkaclip.run.trainers.count = -3: must be 1 or more", message, StringComparison.Ordinal);
        Assert.Contains("-D checkpoint.keep=1: akkaclip.run.checkpoint.keep is no known key", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inherited_value_is_blamed_once_and_where_it_stands()
    {
        var message = _files.Refused("akkaclip.run { data.threads = -1\n evaluation.tasks { a { }\n b { } } }");
        Assert.EndsWith("run.conf: akkaclip.run.data.threads = -1: must be 0 or more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_data_is_told_so()
    {
        var error = Assert.Throws<Core.Errors.UserErrorException>(() => _files.LoadText("akkaclip.run.name = empty"));
        Assert.Contains("akkaclip.run.data.paths = []: must be one path or more", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("=5")]
    [InlineData("")]
    public void Overrides_without_path_or_value_are_refused(string entry)
    {
        Assert.Contains("write path=value", _files.Refused("", entry), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_includes_are_named()
    {
        Assert.Contains("nowhere.conf", Assert.Throws<Core.Errors.UserErrorException>(() => _files.LoadFile("nowhere.conf")).Message, StringComparison.Ordinal);
        Assert.Contains("gone.conf", _files.Refused("include \"gone.conf\""), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_include_each_other_are_refused()
    {
        _files.Write("loop.conf", "include \"loop.conf\"");
        Assert.Contains("include each other", _files.Refused("include \"loop.conf\""), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_without_value_and_default_are_named()
    {
        Assert.Contains("Set that environment variable, or give a default in the file: env.NOT_SET = ", _files.Refused("akkaclip.run.name = ${env.NOT_SET}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_text_or_too_large_are_refused()
    {
        var binary = _files.Write("binary.conf", "");
        File.WriteAllBytes(binary, [0x61, 0xC3, 0x28, 0xFF]);
        Assert.Contains("not UTF-8", Assert.Throws<Core.Errors.UserErrorException>(() => _files.LoadFile(binary)).Message, StringComparison.Ordinal);

        File.WriteAllBytes(binary, new byte[(1 << 20) + 1]);
        Assert.Contains("too many", Assert.Throws<Core.Errors.UserErrorException>(() => _files.LoadFile(binary)).Message, StringComparison.Ordinal);
    }
}
