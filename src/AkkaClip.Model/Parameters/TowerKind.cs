namespace AkkaClip.Model.Parameters;

/// <summary>The part of a model that a parameter belongs to.</summary>
public enum TowerKind
{
    Text,
    Image,

    /// <summary>logit_scale and logit_bias.</summary>
    Loss,
}
