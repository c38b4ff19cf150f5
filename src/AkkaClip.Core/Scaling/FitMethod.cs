namespace AkkaClip.Core.Scaling;

/// <summary>Which points of a study its line is drawn through.</summary>
public enum FitMethod
{
    /// <summary>Every model.</summary>
    AllRows,

    /// <summary>The models that no cheaper or equally expensive one beats.</summary>
    Frontier,

    /// <summary>
    /// The smallest error of each of five equal parts of the compute axis, placed at the part's centre: the line that
    /// "Reproducible scaling laws for contrastive language-image learning" (arXiv 2212.07143) draws.
    /// </summary>
    Binned,
}
