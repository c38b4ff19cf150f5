using System.Collections.Immutable;
using System.Numerics.Tensors;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.Evaluation.ZeroShot;

/// <summary>
/// A classifier made of prompts: the embeddings of a class's prompts, each of length 1, are averaged, and the mean is scaled to length 1.
/// </summary>
public sealed class ZeroShotClassifier
{
    /// <summary>Stands for the class name in a template.</summary>
    public const string Placeholder = "{c}";

    private ZeroShotClassifier(ImmutableArray<string> classNames, EmbeddingTable weights)
    {
        ClassNames = classNames;
        Weights = weights;
    }

    public ImmutableArray<string> ClassNames { get; }

    /// <summary>One row a class, [c, d].</summary>
    public EmbeddingTable Weights { get; }

    /// <exception cref="UserErrorException">There is no class or template, a name occurs twice, or a template lacks the placeholder.</exception>
    public static ZeroShotClassifier Build(
        ImmutableArray<string> classNames, ImmutableArray<string> templates, IEmbeddingSource embeddings, ITokenizer tokenizer, CancellationToken cancellation = default)
    {
        Check(classNames, templates);
        var prompts = from name in classNames from template in templates select template.Replace(Placeholder, name, StringComparison.Ordinal);
        var texts = new TextEmbedder(embeddings, tokenizer).Embed([.. prompts], cancellation);
        return new ZeroShotClassifier(classNames, AverageTemplates(texts, templates.Length));
    }

    /// <summary>Averages prompt embeddings [c * t, d], classes outermost, to class weights [c, d].</summary>
    public static EmbeddingTable AverageTemplates(EmbeddingTable prompts, int numTemplates)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var width = prompts.Width;
        var sums = new float[prompts.Count / numTemplates * width];
        for (var prompt = 0; prompt < prompts.Count; prompt++)
        {
            var sum = sums.AsSpan(prompt / numTemplates * width, width);
            TensorPrimitives.Add(sum, prompts[prompt], sum);
        }

        return EmbeddingTable.Normalize(sums, width);
    }

    private static void Check(ImmutableArray<string> classNames, ImmutableArray<string> templates)
    {
        if (classNames.IsDefaultOrEmpty)
            throw new UserErrorException("zero-shot classification needs a class name or more");
        if (templates.IsDefaultOrEmpty)
            throw new UserErrorException($"zero-shot classification needs a template or more, such as 'a photo of a {Placeholder}'");
        if (classNames.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UserErrorException($"the class '{twice.Key}' is named more than once");
        if (templates.FirstOrDefault(template => !template.Contains(Placeholder, StringComparison.Ordinal)) is { } bad)
            throw new UserErrorException($"the template '{bad}' has no {Placeholder} for the class name");
    }
}
