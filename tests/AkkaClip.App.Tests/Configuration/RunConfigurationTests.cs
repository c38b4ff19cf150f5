using AkkaClip.App.Configuration;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Tests.Configuration;

public sealed class RunConfigurationTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_command_line_wins_over_the_run_file_and_that_over_the_reference()
    {
        var run = _files.Load("akkaclip.run.training { num-steps = 500\n global-batch = 32 }", "training.num-steps=600").Run;
        Assert.Equal((600, 32), (run.Training.NumSteps, run.Training.GlobalBatch));
        Assert.Equal(0.98, run.Training.Beta2);
    }

    [Fact]
    public void Of_two_overrides_the_last_counts()
    {
        Assert.Equal(7, _files.Load("", "seed=5", "akkaclip.run.seed=7").Run.Seed);
    }

    [Fact]
    public void Overrides_take_lists_and_texts_with_colons()
    {
        var run = _files.Load("", "model.device=cuda:1", "data.caption-fields=[title, \"alt text\"]", "name=\"quoted\"").Run;
        Assert.Equal("cuda:1", run.Model.Device);
        Assert.Equal(["title", "alt text"], run.Data.CaptionFields.ToArray());
        Assert.Equal("quoted", run.Name);
    }

    [Fact]
    public void A_node_file_lies_between_the_run_file_and_the_reference()
    {
        var node = _files.Write("node.conf", "akkaclip.run { model.device = cuda\n trainers.threads = 3 }\nakka.loglevel = DEBUG");
        var file = _files.Write("run.conf", "akkaclip.run { data.paths = [a.tar]\n trainers.threads = 4 }");
        var loaded = RunConfiguration.Load(file, [], node, _files.Folder, _ => null);
        Assert.Equal(("cuda", 4), (loaded.Run.Model.Device, loaded.Run.Trainers.Threads));
        Assert.Equal("DEBUG", loaded.ActorSystem.GetString("akka.loglevel"));
        Assert.Equal("WARNING", loaded.ActorSystem.GetString("akka.stdout-loglevel"));
    }

    [Fact]
    public void Paths_are_relative_to_what_says_them()
    {
        var run = _files.Load("akkaclip.run.data { image-root = images\n vocabulary = ../v.txt }", "model.initial-weights=w.safetensors").Run;
        var folder = _files.Folder;
        Assert.Equal([Path.Combine(folder, "train.tar")], run.Data.Paths.ToArray());
        Assert.Equal(Path.Combine(folder, "images"), run.Data.ImageRoot);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(folder)!, "v.txt"), run.Data.Vocabulary);
        Assert.Equal(Path.Combine(folder, "working", "w.safetensors"), run.Model.InitialWeights);
        Assert.Equal(Path.Combine(folder, "working", "runs", "unnamed"), run.Directory);
    }

    [Fact]
    public void A_model_is_a_path_where_it_ends_in_json()
    {
        Assert.Equal("ViT-B-32", _files.Load("akkaclip.run.model.config = ViT-B-32").Run.Model.Config);
        Assert.Equal(Path.Combine(_files.Folder, "m.json"), _files.Load("akkaclip.run.model.config = m.json").Run.Model.Config);
    }

    [Fact]
    public void Off_is_none()
    {
        var run = _files.Load("akkaclip.run { model.lock-image-unlocked-groups = 2\n data.test-share = 0.25 }").Run;
        Assert.Equal((2, null), (run.Model.LockImageUnlockedGroups, run.Model.LockTextUnlockedGroups));
        Assert.Equal(0.25, run.Data.TestShare);
        Assert.Null(run.Data.Split);
        Assert.Null(run.Model.InitialWeights);
    }

    [Fact]
    public void Variables_of_the_environment_win_over_the_file_s_default()
    {
        const string Text = "env.DATA = \"here\"\nakkaclip.run.data.paths = [${env.DATA}/a.tar, \"b c.tar\"]";
        Assert.Equal([Path.Combine(_files.Folder, "here", "a.tar"), Path.Combine(_files.Folder, "b c.tar")], _files.LoadText(Text).Run.Data.Paths.ToArray());

        _files.SetVariable("DATA", "/with \"quotes\"\\");
        Assert.Equal("/with \"quotes\"\\/a.tar", _files.LoadText(Text).Run.Data.Paths[0]);
    }

    [Fact]
    public void Includes_are_relative_to_the_including_file_and_may_use_the_environment_and_their_own_keys()
    {
        _files.SetVariable("SEED", "77");
        _files.Write("common/base.conf", "include \"deeper/model.conf\"\nakkaclip.run.seed = ${env.SEED}\nakkaclip.run.log-every-steps = ${akkaclip.run.seed}");
        _files.Write("common/deeper/model.conf", "akkaclip.run.model.config = nano-32");
        var run = _files.Load("include \"common/base.conf\"\nakkaclip.run.name = includer").Run;
        Assert.Equal(("includer", 77, 77, "nano-32"), (run.Name, run.Seed, run.LogEverySteps, run.Model.Config));
    }

    [Fact]
    public void A_task_says_what_differs_from_the_run_s_data()
    {
        var run = _files.Load("""
            akkaclip.run {
              data { caption-fields = [caption]
                split = train
                augmentation.crop-scale = [0.5, 0.75] }
              evaluation {
                task-defaults { max-samples = 100
                  data.split = validation }
                tasks {
                  first { data.split = test }
                  second { kind = zero-shot
                    class-field = label
                    max-samples = 7 }
                }
              }
            }
            """).Run;
        var (first, second) = (run.Evaluation.Tasks[0], run.Evaluation.Tasks[1]);
        Assert.Equal(("first", "test", EvaluationTaskKind.Retrieval, 100), (first.Name, first.Data.Split, first.Kind, first.MaxSamples));
        Assert.Equal(("second", "validation", "label", 7), (second.Name, second.Data.Split, second.ClassField, second.MaxSamples));
        Assert.Equal(run.Data.Paths.ToArray(), second.Data.Paths.ToArray());
        Assert.Equal((0.5, 0.75), second.Data.Augmentation.CropScale);
    }

    [Fact]
    public void Lists_may_be_empty_single_or_spread_over_lines()
    {
        Assert.Empty(_files.Load("akkaclip.run.data.caption-fields = [ ]").Run.Data.CaptionFields);
        Assert.Equal(["caption"], _files.Load("akkaclip.run.data.caption-fields = caption").Run.Data.CaptionFields.ToArray());
        Assert.Equal(["a", "b"], _files.Load("akkaclip.run.data.caption-fields = [\n  a\n  b # the other\n]").Run.Data.CaptionFields.ToArray());
    }

    [Fact]
    public void The_saved_configuration_gives_the_same_run_from_anywhere()
    {
        var loaded = _files.Load("""
            akkaclip.run {
              name = saved
              seed = -9223372036854775808
              model { config = "dir/odd \"name\".json"
                loss = siglip
                precision = bfloat16
                lock-text-unlocked-groups = 0 }
              data { split = "küche\ttab"
                test-share = off }
              training { learning-rate = 1.0000000000000002e-7
                schedule = constant-cooldown
                cooldown-steps = 10 }
              evaluation.tasks {
                "dotted.task" { kind = zero-shot
                  class-field = class
                  templates = ["a \\ {c}", "das {c}"] }
                plain { data.augmentation.evaluation-resize = squash }
              }
            }
            """);
        var saved = _files.Write("elsewhere/run.json", loaded.ToJson());
        var again = RunConfiguration.Load(saved, [], nodeFile: null, "/", _ => null);
        Assert.Equal(loaded.ToJson(), again.ToJson());
        Assert.Equal(loaded.Run.Training, again.Run.Training);
        Assert.Equal(loaded.Run.Model, again.Run.Model);
        Assert.Equal("küche\ttab", again.Run.Data.Split);
        Assert.Equal(long.MinValue, again.Run.Seed);
        Assert.Equal(["dotted.task", "plain"], again.Run.Evaluation.Tasks.Select(task => task.Name));
        Assert.Equal(["a \\ {c}", "das {c}"], again.Run.Evaluation.Tasks[0].Templates.ToArray());
    }

    [Fact]
    public void Every_key_of_the_references_run_is_written_and_read()
    {
        // A key that is in the reference and not in what is saved is one that nobody reads.
        var saved = _files.Load("akkaclip.run.evaluation.tasks.t { }").ToJson();
        var reference = File.ReadLines(Path.Combine(TestSupport.TestData.RepositoryRoot(), "hocon", "reference.conf"))
            .TakeWhile(line => !line.StartsWith("akkaclip.node {", StringComparison.Ordinal))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=')[0].Trim());
        Assert.All(reference, key => Assert.Contains($"\"{key}\":", saved, StringComparison.Ordinal));
    }
}
