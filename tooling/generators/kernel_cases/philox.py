"""Philox4x32-10 and the numbers that the kernel `random` makes of it."""

import numpy as np

MASK = 2**32 - 1


def block(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def words(count, seed, offset):
    key = (seed & MASK, seed >> 32)
    out = []
    for i in range((count + 3) // 4):
        counter = offset + i
        out += block((counter & MASK, counter >> 32, 0, 0), key)
    return np.array(out, dtype=np.uint64)


def random_values(kind, size, seed, offset):
    w = words(size, seed, offset)
    if kind == "bits":
        return w.astype(np.uint32).view(np.int32)[:size].astype(np.int64)
    high = (w >> np.uint64(8)).astype(np.float64)
    if kind == "uniform":
        return (high * 2.0**-24)[:size]
    u, v = (high[0::2] + 1) * 2.0**-24, high[1::2] * 2.0**-24
    radius = np.sqrt(-2 * np.log(u))
    pairs = np.stack([radius * np.cos(2 * np.pi * v), radius * np.sin(2 * np.pi * v)], axis=1)
    return pairs.reshape(-1)[:size]


# Known answers of Random123's test vectors.
assert block((0, 0, 0, 0), (0, 0)) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert block((MASK,) * 4, (MASK,) * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
assert block((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)) == [
    0xD16CFE09,
    0x94FDCCEB,
    0x5001E420,
    0x24126EA1,
]
