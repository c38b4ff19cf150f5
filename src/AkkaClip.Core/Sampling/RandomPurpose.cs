namespace AkkaClip.Core.Sampling;

/// <summary>What random numbers are for. Streams of different purposes are independent under the same seed.</summary>
/// <remarks>The numbers are part of what a seed means: never change or reuse one.</remarks>
public enum RandomPurpose
{
    SampleOrder = 1,
    Replacement = 2,
    Augmentation = 3,
    Caption = 4,
    PatchDropout = 5,
    Initialization = 6,
    GeneratedData = 7,
    Bootstrap = 8,
}
