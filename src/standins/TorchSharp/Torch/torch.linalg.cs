using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_vector_norm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_norm.Call(input, (Scalar)ord, dims, keepdim);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_norm.Call(input, (Scalar?)null, dims, keepdim);

        public static Tensor inv(Tensor input) => aten.linalg_inv.Call(input);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => aten.linalg_svd.CallThree(input, fullMatrices);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => aten.linalg_eigh.CallTwo(input, UPLO.ToString());

        public static (Tensor Q, Tensor R) qr(Tensor input) => aten.linalg_qr.CallTwo(input);
    }

    public static class special
    {
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);
    }
}
