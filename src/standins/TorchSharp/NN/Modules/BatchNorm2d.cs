using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(bias))]
        private Parameter? _bias;

        [ComponentName(Name = nameof(weight))]
        private Parameter? _weight;

        [ComponentName(Name = nameof(running_mean))]
        private Tensor? _running_mean;

        [ComponentName(Name = nameof(running_var))]
        private Tensor? _running_var;

        [ComponentName(Name = nameof(num_batches_tracked))]
        private Tensor? _num_batches_tracked;

        private protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = empty(num_features, dtype, device).AsParameter();
                bias = empty(num_features, dtype, device).AsParameter();
            }
            if (track_running_stats)
            {
                running_mean = zeros(num_features, dtype, device);
                running_var = ones(num_features, dtype, device);
                num_batches_tracked = tensor(0L, dtype, device);
            }
            reset_parameters();
        }

        public long num_features { get; private set; }

        public double eps { get; set; }

        public double? momentum { get; set; }

        public bool affine { get; private set; }

        public bool track_running_stats { get; private set; }

        public Parameter? bias
        {
            get => _bias;
            set => ConditionallyRegisterParameter(nameof(bias), _bias = Taken(_bias, value));
        }

        public Parameter weight
        {
            get => _weight!;
            set => ConditionallyRegisterParameter(nameof(weight), _weight = Taken(_weight, value));
        }

        public Tensor? running_mean
        {
            get => _running_mean;
            set => ConditionallyRegisterBuffer(nameof(running_mean), _running_mean = Taken(_running_mean, value));
        }

        public Tensor? running_var
        {
            get => _running_var;
            set => ConditionallyRegisterBuffer(nameof(running_var), _running_var = Taken(_running_var, value));
        }

        public Tensor? num_batches_tracked
        {
            get => _num_batches_tracked;
            set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), _num_batches_tracked = Taken(_num_batches_tracked, value));
        }

        public void reset_running_stats()
        {
            if (!track_running_stats)
                return;
            nn.init.zeros_(running_mean!);
            nn.init.ones_(running_var!);
            nn.init.zeros_(num_batches_tracked!);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine)
                return;
            nn.init.ones_(weight);
            nn.init.zeros_(bias!);
        }
    }

    public sealed class BatchNorm2d : NormBase
    {
        internal BatchNorm2d(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d)) { }

        public override Tensor forward(Tensor input)
        {
            if (input.ndim != 4)
                throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.");
            var factor = momentum ?? 0.0;
            if (training && num_batches_tracked is not null)
            {
                num_batches_tracked.add_(1);
                // Without momentum the running statistics are the plain average over all batches.
                factor = momentum ?? 1.0 / num_batches_tracked.ToInt64();
            }
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || running_mean is null, factor, eps);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
