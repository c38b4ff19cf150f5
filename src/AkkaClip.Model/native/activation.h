// GELU(x) = x * Phi(x), Phi the normal distribution function; QuickGELU(x) = x * sigmoid(1.702 x).
#pragma once
#include "simd.h"

namespace {

// Phi(-|x|) = erfcx(z) exp(-z^2) / 2 with z = |x| / sqrt 2, and erfcx(z) / 2 = t P(t), t = 1 / (1 + z / 2), P the minimax
// polynomial for z < 6.5 (relative error 1.2e-8). gauss is exp(-x^2 / 2), which the gradient needs as well.
inline Floats normal_distribution(Floats x, Floats& gauss) {
    gauss = exponential(x * x * -0.5f);
    Floats t = 1.0f / (absolute(x) * 0.35355339f + 1.0f);
    Floats p = broadcast(-0.0270520011f);
    p = p * t + 0.1300030859f;
    p = p * t - 0.217715453f;
    p = p * t + 0.1087699081f;
    p = p * t + 0.008110001385f;
    p = p * t + 0.09196419749f;
    p = p * t + 0.1240265348f;
    p = p * t + 0.1408286034f;
    p = p * t + 0.1410651113f;
    Floats tail = p * t * gauss;
    return x > 0 ? 1.0f - tail : tail;
}

struct Gelu {
    static Floats value(Floats x) {
        Floats gauss;
        return x * normal_distribution(x, gauss);
    }

    static Floats value_and_slope(Floats x, Floats& slope) {
        Floats gauss, phi = normal_distribution(x, gauss);
        slope = phi + x * gauss * 0.398942280f;
        return x * phi;
    }
};

struct QuickGelu {
    static Floats sigmoid(Floats x) { return 1.0f / (exponential(x * -1.702f) + 1.0f); }

    static Floats value(Floats x) { return x * sigmoid(x); }

    static Floats value_and_slope(Floats x, Floats& slope) {
        Floats s = sigmoid(x), y = x * s;
        slope = s + y * (1.0f - s) * 1.702f;
        return y;
    }
};

}  // namespace
