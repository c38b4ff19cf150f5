using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip tokenizer</c>: trains a vocabulary, and shows what texts become.</summary>
internal static class TokenizerCommand
{
    public static Command Build() => new Command("tokenizer", "Trains a vocabulary, and shows the tokens of texts.") { BuildTrain(), BuildEncode() };

    private static Command BuildTrain()
    {
        var output = new Option<string>("--output", "-o") { Description = "The vocabulary to write, a .txt.gz in the format of CLIP's.", Required = true };
        var size = new Option<int>("--size") { Description = $"Ids of the vocabulary, {BpeTrainer.MinSize} to {BpeTrainer.MaxSize}.", DefaultValueFactory = _ => 4096 };
        var json = Output.JsonOption();
        var command = new Command("train", "Trains a byte-pair vocabulary on the captions of a data set.").WithExamples(
            "akkaclip tokenizer train 'shards/{000..003}.tar' --size 4096 --output vocabulary.txt.gz",
            "akkaclip tokenizer train captions.tsv --split train --output vocabulary.txt.gz");
        var data = new DataOptions(command);
        foreach (var option in new Option[] { output, size, json })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var vocabulary = Train(data.ToSpec(parsed), parsed.GetValue(size), cancellation, out var numCaptions);
                var path = parsed.GetRequiredValue(output);
                vocabulary.Write(path);
                Output.Of(parsed, json).Result(
                    new { path, vocabulary.Size, captions = numCaptions },
                    o => o.Line(string.Create(CultureInfo.InvariantCulture, $"{path}: {vocabulary.Size} ids from {numCaptions} captions")));
                return ExitCode.Success;
            },
            cancellation));
        return command;
    }

    /// <summary>Trains on all captions of a data set.</summary>
    /// <exception cref="UserErrorException">The size is out of range, or there are no captions.</exception>
    public static TrainedVocabulary Train(Core.Runs.DataSpec spec, int size, CancellationToken cancellation, out long numCaptions)
    {
        if (size is < BpeTrainer.MinSize or > BpeTrainer.MaxSize)
            throw new UserErrorException($"--size is {size}; it must be {BpeTrainer.MinSize} to {BpeTrainer.MaxSize}");
        var trainer = new BpeTrainer();
        using var source = SampleSourceFactory.Open(spec);
        for (long i = 0; i < source.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var caption in source.Read(i).Captions)
                trainer.Add(caption);
        }

        numCaptions = trainer.NumCaptions;
        return numCaptions > 0
            ? trainer.Train(size, cancellation: cancellation)
            : throw new UserErrorException($"{source.Description} has no captions to train on; name their field with --caption-field");
    }

    private static Command BuildEncode()
    {
        var vocabulary = new Option<string>("--vocabulary", "-v") { Description = "CLIP's bpe_simple_vocab_16e6.txt.gz, or one of tokenizer train.", Required = true };
        var texts = new Argument<string[]>("text") { Arity = ArgumentArity.ZeroOrMore, Description = "Texts; without any, the lines of the standard input." };
        var json = Output.JsonOption();
        var command = new Command("encode", "Shows the token ids of texts.") { texts, vocabulary, json }.WithExamples(
            "akkaclip tokenizer encode --vocabulary vocabulary.txt.gz \"a photo of a cat\"",
            "akkaclip tokenizer encode -v vocabulary.txt.gz --json < captions.txt");
        command.SetAction(parsed =>
        {
            var tokenizer = ClipTokenizer.Load(parsed.GetRequiredValue(vocabulary));
            var output = Output.Of(parsed, json);
            var given = parsed.GetValue(texts) is { Length: > 0 } some ? some : Lines(Console.In);
            foreach (var text in given)
            {
                var ids = tokenizer.Encode(text);
                output.Record(new { text, ids });
                output.Line(string.Join(' ', ids));
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
