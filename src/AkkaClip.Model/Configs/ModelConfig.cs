using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Configs;

/// <summary>
/// A CLIP model as OpenCLIP's model JSON describes it, defaults filled in and contradictions excluded.
/// <see cref="ModelConfigReader"/> reads one, <see cref="BuiltInModels"/> holds the well-known ones.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>ln(1 / 0.07), CLIP's.</summary>
    public static readonly double DefaultInitLogitScale = Math.Log(1 / 0.07);

    /// <summary>Built-in name, or the file's name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>Width d of the shared embedding space.</summary>
    public required int EmbedDim { get; init; }

    /// <summary>x * sigmoid(1.702 x) in place of the exact GELU, in both towers.</summary>
    public bool QuickGelu { get; init; }

    /// <summary>Text parameters are named <c>text.*</c> (OpenCLIP's CustomTextCLIP).</summary>
    public bool CustomText { get; init; }

    /// <summary>Initial value of the parameter whose exponential scales the logits.</summary>
    public double InitLogitScale { get; init; } = DefaultInitLogitScale;

    /// <summary>Initial logit bias; null: the model has none.</summary>
    public double? InitLogitBias { get; init; }

    public required VisionConfig Vision { get; init; }

    public required TextConfig Text { get; init; }

    /// <summary>The same model for texts of another tokenizer.</summary>
    public ModelConfig WithVocabulary(int size) => this with { Text = Text with { VocabSize = size } };

    /// <summary>
    /// SigLIP needs a bias and starts at a scale of 10: a model whose JSON says nothing of it gets ln 10 and -10,
    /// as OpenCLIP's <c>--siglip</c> does.
    /// </summary>
    public ModelConfig ForLoss(LossKind loss) =>
        loss == LossKind.SigLip && InitLogitBias is null
            ? this with { InitLogitScale = Math.Log(10), InitLogitBias = -10 }
            : this;
}
