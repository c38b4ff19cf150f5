using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => aten.matmul.Call(this, target);

        public Tensor mm(Tensor target) => aten.mm.Call(this, target);

        public Tensor mv(Tensor target) => aten.mv.Call(this, target);

        public Tensor bmm(Tensor batch2) => aten.bmm.Call(this, batch2);

        public Tensor dot(Tensor target) => aten.dot.Call(this, target);

        public Tensor outer(Tensor vec2) => aten.outer.Call(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => aten.addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => aten.addmm_.InPlace(this, mat1, mat2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            aten.baddbmm.Call(this, batch1, batch2, beta, alpha);
    }
}
