namespace AkkaClip.Actors.Checkpoints;

/// <summary>One trainer's part of a checkpoint.</summary>
/// <param name="Folder">Where the files of the unfinished checkpoint go; every trainer of the run can write there.</param>
/// <param name="Stripe">Which part, from 0.</param>
/// <param name="NumStripes">Into how many parts the checkpoint is divided.</param>
public sealed record StripeOrder(string Folder, int Stripe, int NumStripes);
