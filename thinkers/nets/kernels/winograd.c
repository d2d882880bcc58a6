/* 3x3 convolutions by Winograd's minimal filtering F(4x4, 3x3) (Lavin & Gray 2016).

   Images are (b, height, width, C) float32, zero-padded by one. An image is cut into tiles of 4x4
   results, each seen through 6x6 values; a block of tiles goes through all stages in the cache.
   Compiled by winograd.py for one C, a multiple of 16. */

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("GCC unroll 8")

enum { TILES = 16, ROWS = 8, LANES = 16, COLUMNS = C % 32 ? 1 : 2, PITCH = (TILES + 1) * C };

typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int ints __attribute__((vector_size(4 * LANES), aligned(4)));
typedef struct { long height, width, down, across, count; } Tiling;

static _Thread_local float tiles_in[36 * PITCH], tiles_out[36 * PITCH];

/* out[r, c] = (or +=) sum over k of x[r * row + k * step] * y[k * C + c]; rows a multiple of ROWS. */
INLINE void multiply(const float *x, long row, long step, long length, const float *y, float *out,
                     long rows, int add)
{
    for (long r = 0; r < rows; r += ROWS)
        for (long c = 0; c < C; c += COLUMNS * LANES) {
            lanes sums[ROWS][COLUMNS];
            UNROLLED for (int i = 0; i < ROWS; i++)
                UNROLLED for (int j = 0; j < COLUMNS; j++)
                    sums[i][j] = add ? *(lanes *)(out + (r + i) * C + c + j * LANES) : (lanes){0};
            for (long k = 0; k < length; k++)
                UNROLLED for (int i = 0; i < ROWS; i++)
                    UNROLLED for (int j = 0; j < COLUMNS; j++)
                        sums[i][j] += x[(r + i) * row + k * step]
                                      * *(const lanes *)(y + k * C + c + j * LANES);
            UNROLLED for (int i = 0; i < ROWS; i++)
                UNROLLED for (int j = 0; j < COLUMNS; j++)
                    *(lanes *)(out + (r + i) * C + c + j * LANES) = sums[i][j];
        }
}

/* The one-dimensional transforms of F(4, 3) (Lavin & Gray 2016, section 4.3), along an axis of
   stride s, to stride t; n numbers side by side. Along both axes they are B'dB, A'mA and AgA'. */
/* B'd: 6 values of the input to 6. */
INLINE void input_transform(const float *restrict d, float *restrict o, long n, long s, long t)
{
    for (long i = 0; i < n; i++) {
        float a = d[4 * s + i] - 4 * d[2 * s + i], b = d[3 * s + i] - 4 * d[s + i];
        float e = d[4 * s + i] - d[2 * s + i], f = 2 * (d[3 * s + i] - d[s + i]);
        o[i] = 4 * d[i] - 5 * d[2 * s + i] + d[4 * s + i];
        o[t + i] = a + b;
        o[2 * t + i] = a - b;
        o[3 * t + i] = e + f;
        o[4 * t + i] = e - f;
        o[5 * t + i] = 4 * d[s + i] - 5 * d[3 * s + i] + d[5 * s + i];
    }
}

/* A'm: 6 products to 4 results. */
INLINE void output_transform(const float *restrict m, float *restrict o, long n, long s, long t)
{
    for (long i = 0; i < n; i++) {
        float a = m[s + i] + m[2 * s + i], b = m[s + i] - m[2 * s + i];
        float e = m[3 * s + i] + m[4 * s + i], f = m[3 * s + i] - m[4 * s + i];
        o[i] = m[i] + a + e;
        o[t + i] = b + 2 * f;
        o[2 * t + i] = a + 4 * e;
        o[3 * t + i] = b + 8 * f + m[5 * s + i];
    }
}

/* Ag: 4 gradients of results to 6, the adjoint of the output transform. */
INLINE void output_transform_adjoint(const float *restrict g, float *restrict o, long n, long s,
                                     long t)
{
    for (long i = 0; i < n; i++) {
        float a = g[i] + g[2 * s + i], b = g[s + i] + g[3 * s + i];
        float e = g[i] + 4 * g[2 * s + i], f = 2 * g[s + i] + 8 * g[3 * s + i];
        o[i] = g[i];
        o[t + i] = a + b;
        o[2 * t + i] = a - b;
        o[3 * t + i] = e + f;
        o[4 * t + i] = e - f;
        o[5 * t + i] = g[3 * s + i];
    }
}

/* n numbers, n a multiple of LANES: unlike memcpy never a call. */
INLINE void copy_lanes(const float *from, float *to, long n)
{
    for (long i = 0; i < n; i += LANES)
        *(lanes *)(to + i) = *(const lanes *)(from + i);
}

/* Loads the tile of an image from (top, start) on, `side` rows and columns, zero outside. */
INLINE void load_tile(const float *image, float *out, Tiling at, long top, long start, long side)
{
    long skip = start < 0 ? -start : 0;
    long end = start + side > at.width ? at.width - start : side;
    if (skip || end < side || top < 0 || top + side > at.height)
        memset(out, 0, side * side * C * sizeof(float));
    for (long i = 0; i < side; i++)
        if (top + i >= 0 && top + i < at.height)
            copy_lanes(image + ((top + i) * at.width + start + skip) * C,
                       out + (i * side + skip) * C, (end - skip) * C);
}

/* Transforms tile number `tile` of `images` into row `row` of the 36 matrices in `out`: a tile of the
   input (side 6), or of the gradient of the results (side 4). */
INLINE void transform_tile(const float *images, float *out, Tiling at, long tile, long row,
                           int side)
{
    float values[36 * C], half[36 * C];
    long place = tile % (at.down * at.across), margin = side == 6;
    const float *image = images + tile / (at.down * at.across) * at.height * at.width * C;
    long top = place / at.across * 4 - margin, start = place % at.across * 4 - margin;
    load_tile(image, values, at, top, start, side);
    out += row * C;
    if (side == 6) {
        input_transform(values, half, 6 * C, 6 * C, 6 * C);
        for (int i = 0; i < 6; i++)
            input_transform(half + i * 6 * C, out + i * 6 * PITCH, C, C, PITCH);
    } else {
        output_transform_adjoint(values, half, 4 * C, 4 * C, 4 * C);
        for (int i = 0; i < 6; i++)
            output_transform_adjoint(half + i * 4 * C, out + i * 6 * PITCH, C, C, PITCH);
    }
}

/* Where the results of a tile lie in images, in pixels: some rows and columns from `first` on. */
typedef struct { long first, rows, columns; } Patch;

INLINE Patch patch(Tiling at, long tile)
{
    long place = tile % (at.down * at.across);
    long top = place / at.across * 4, start = place % at.across * 4;
    long image = tile / (at.down * at.across) * at.height * at.width;
    return (Patch){image + top * at.width + start, top + 4 > at.height ? at.height - top : 4,
                   start + 4 > at.width ? at.width - start : 4};
}

/* Prefetches the cache lines that a tile's results are written to. */
INLINE void prefetch(float *images, Tiling at, long tile)
{
    Patch to = patch(at, tile);
    for (long i = 0; i < to.rows; i++)
        for (long j = 0; j < to.columns * C; j += LANES)
            __builtin_prefetch(images + (to.first + i * at.width) * C + j, 1);
}

/* x > 0 ? x : e^x - 1, e^x by a polynomial of degree 7 (as in Moshier's Cephes library, expf). */
INLINE lanes elu(lanes x)
{
    const float round = 12582912;
    ints negative = x < 0, underflow = x < -87;
    lanes y = (lanes)((ints)x & negative & ~underflow);
    lanes shifted = y * 1.44269504f + round, n = shifted - round;
    lanes r = y - n * 0.693359375f + n * 2.12194440e-4f, p = r * 1.9875691500e-4f;
    p = (p + 1.3981999507e-3f) * r + 8.3334519073e-3f;
    p = ((p * r + 4.1665795894e-2f) * r + 1.6666665459e-1f) * r + 5.0000001201e-1f;
    lanes power = (lanes)(((ints)shifted - (ints)((lanes){0} + round) + 127) << 23);
    lanes result = (p * r * r + r + 1) * power - 1;
    result = (lanes)(((ints)result & ~underflow) | ((ints)((lanes){0} - 1) & underflow));
    return (lanes)(((ints)result & negative) | ((ints)x & ~negative));
}

enum { NONE, RELU, ELU };

/* The fused epilogue of a convolution: images to add, then an activation; or an ELU, then a linear
   interpolation (lerp) with the images `skip` by gamma (C). NULL for what is left out. */
typedef struct { const float *added, *skip, *gamma; int activation; } Epilogue;

/* Writes n numbers, whole pixels, to `at` in images after the epilogue; the last three arguments
   are compile-time constants. */
INLINE void write_lanes(const float *from, Epilogue epilogue, float *images, long at, long n,
                        int adding, int activation, int lerping)
{
    for (long i = 0; i < n; i += LANES, at += LANES) {
        lanes value = *(const lanes *)(from + i);
        if (adding)
            value += *(const lanes *)(epilogue.added + at);
        if (activation == RELU)
            value = (lanes)((ints)value & ~(ints)(value < 0));
        if (activation == ELU)
            value = elu(value);
        if (lerping)
            value += *(const lanes *)(epilogue.gamma + i % C)
                     * (*(const lanes *)(epilogue.skip + at) - value);
        *(lanes *)(images + at) = value;
    }
}

INLINE void write_with(const float *from, Epilogue epilogue, float *images, long at, long n)
{
    int added = epilogue.added != NULL;
    if (epilogue.skip)
        write_lanes(from, epilogue, images, at, n, 0, ELU, 1);
    else if (epilogue.activation == ELU)
        added ? write_lanes(from, epilogue, images, at, n, 1, ELU, 0)
              : write_lanes(from, epilogue, images, at, n, 0, ELU, 0);
    else if (epilogue.activation == RELU)
        added ? write_lanes(from, epilogue, images, at, n, 1, RELU, 0)
              : write_lanes(from, epilogue, images, at, n, 0, RELU, 0);
    else
        added ? write_lanes(from, epilogue, images, at, n, 1, NONE, 0)
              : write_lanes(from, epilogue, images, at, n, 0, NONE, 0);
}

/* Output transform of row `row` of the 36 products, epilogue, and store of the tile of results. */
INLINE void store_tile(const float *products, Epilogue epilogue, float *images, Tiling at,
                       long tile, long row)
{
    float half[24 * C], values[4 * C];
    Patch to = patch(at, tile);
    for (int k = 0; k < 6; k++)
        output_transform(products + k * PITCH + row * C, half + k * C, C, 6 * PITCH, 6 * C);
    for (long i = 0; i < to.rows; i++) {
        output_transform(half + i * 6 * C, values, C, C, C);
        write_with(values, epilogue, images, (to.first + i * at.width) * C, to.columns * C);
    }
}

static Tiling tiling(long images, long height, long width)
{
    long down = (height + 3) / 4, across = (width + 3) / 4;
    return (Tiling){height, width, down, across, images * down * across};
}

/* results = epilogue(images convolved with the transformed weights (36, C in, C out)). */
void convolve(const float *images, const float *weights, const float *added, const float *skip,
              const float *gamma, float *results, long count, long height, long width, int threads,
              int activation)
{
    Tiling at = tiling(count, height, width);
    Epilogue epilogue = {added, skip, gamma, activation};
#pragma omp parallel for num_threads(threads)
    for (long first = 0; first < at.count; first += TILES) {
        long tiles = at.count - first < TILES ? at.count - first : TILES;
        for (long i = 0; i < tiles; i++)
            transform_tile(images, tiles_in, at, first + i, i, 6);
        for (int k = 0; k < 36; k++) {
            if (k < tiles)
                prefetch(results, at, first + k);
            multiply(tiles_in + k * PITCH, C, 1, C, weights + k * C * C, tiles_out + k * PITCH,
                     (tiles + ROWS - 1) / ROWS * ROWS, 0);
        }
        for (long i = 0; i < tiles; i++)
            store_tile(tiles_out, epilogue, results, at, first + i, i);
    }
}

/* weights (threads, 36, C in, C out) += gradient of the transformed weights; sum over threads. */
void filter_gradient(const float *images, const float *gradients, float *weights, long count,
                     long height, long width, int threads)
{
    Tiling at = tiling(count, height, width);
    long blocks = (at.count + TILES - 1) / TILES;
#pragma omp parallel for num_threads(threads)
    for (int thread = 0; thread < threads; thread++)
        for (long block = thread; block < blocks; block += threads) {
            long first = block * TILES, left = at.count - first;
            long tiles = left < TILES ? left : TILES;
            for (long i = 0; i < tiles; i++) {
                transform_tile(images, tiles_in, at, first + i, i, 6);
                transform_tile(gradients, tiles_out, at, first + i, i, 4);
            }
            for (int k = 0; k < 36; k++)
                multiply(tiles_in + k * PITCH, 1, C, tiles, tiles_out + k * PITCH,
                         weights + (thread * 36L + k) * C * C, C, 1);
        }
}
