using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>Clipping and AdamW as PyTorch does them on a CPU: tensor by tensor, one operation after the other.</summary>
internal sealed class OpenClipAdamW : IDisposable
{
    private const double Rate = 1e-4, Beta1 = 0.9, Beta2 = 0.98, Epsilon = 1e-6, Decay = 0.2, MaxNorm = 1;

    private readonly Tensor[] _parameters;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private int _step;

    public OpenClipAdamW(Tensor[] parameters)
    {
        _parameters = parameters;
        _first = Array.ConvertAll(parameters, parameter => zeros_like(parameter).detach().DetachFromDisposeScope());
        _second = Array.ConvertAll(parameters, parameter => zeros_like(parameter).detach().DetachFromDisposeScope());
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _step++;
        var gradients = Array.ConvertAll(_parameters, parameter => parameter.grad ?? throw new InvalidOperationException("A parameter has no gradient."));
        var norm = Math.Sqrt(gradients.Sum(gradient => Math.Pow(gradient.norm().ToDouble(), 2)));
        var clip = Math.Min(1, MaxNorm / (norm + 1e-6));
        for (var i = 0; i < _parameters.Length; i++)
        {
            gradients[i].mul_(clip);
            Update(_parameters[i], gradients[i], _first[i], _second[i]);
            _parameters[i].grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var moment in (IEnumerable<Tensor>)[.. _first, .. _second])
            moment.Dispose();
    }

    private void Update(Tensor p, Tensor g, Tensor m, Tensor v)
    {
        if (p.dim() >= 2)
            p.mul_(1 - (Rate * Decay));
        m.mul_(Beta1).add_(g, 1 - Beta1);
        v.mul_(Beta2).addcmul_(g, g, 1 - Beta2);
        var denominator = (v.sqrt() / Math.Sqrt(1 - Math.Pow(Beta2, _step))).add_(Epsilon);
        p.addcdiv_(m, denominator, -Rate / (1 - Math.Pow(Beta1, _step)));
    }
}
