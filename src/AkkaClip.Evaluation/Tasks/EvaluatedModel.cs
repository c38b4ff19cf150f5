namespace AkkaClip.Evaluation.Tasks;

/// <summary>What results say of the model: the name of its configuration, and where its weights come from.</summary>
public sealed record EvaluatedModel(string Name, string Pretrained);
