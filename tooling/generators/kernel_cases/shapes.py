"""transpose, broadcastTo, slice, pad, concat, reverse, gather, scatterAdd, matmul."""

import numpy as np

from .encode import array, case, draw

NAN = float("nan")


def ints(*shape):
    return np.arange(int(np.prod(shape))).reshape(shape)


def kinds(x):
    """An array of integers in each dtype."""
    return [("float32", x / 2), ("int32", x + 2**24), ("bool", x % 3 == 0)]


def transpose():
    def add(title, x, permutation, dtype="float32"):
        case("transpose", title, [array(x, dtype), permutation], array(np.transpose(x, permutation), dtype))

    for dtype, x in kinds(ints(3, 5)):
        add(f"a {dtype} matrix", x, [1, 0], dtype)
    for permutation in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]:
        add(f"three axes by {permutation}", ints(2, 3, 4), permutation)
    add("four axes to channels first", ints(2, 3, 2, 3), [0, 3, 1, 2])
    add("four axes to heads first", ints(2, 3, 2, 4), [0, 2, 1, 3])
    add("five axes", ints(2, 1, 3, 2, 2), [4, 2, 0, 3, 1])
    add("axes of one", ints(1, 4, 1), [2, 0, 1])
    add("a scalar", np.array(3.0), [])
    add("a vector", ints(4), [0])
    add("nothing", np.zeros((0, 3)), [1, 0])
    add("a larger matrix", ints(33, 35), [1, 0])


def broadcast_to():
    def add(title, x, shape, dtype="float32"):
        case("broadcastTo", title, [array(x, dtype), shape], array(np.broadcast_to(x, shape), dtype))

    for dtype, x in kinds(ints(3)):
        add(f"a {dtype} row", x, [2, 3], dtype)
    add("a column", ints(2, 1), [2, 3])
    add("a scalar", np.array(2.5), [2, 2])
    add("to itself", ints(2, 3), [2, 3])
    add("new axes of one", ints(2), [1, 1, 2])
    add("outer and inner axes", ints(1, 2, 1), [3, 2, 2])
    add("five axes", ints(2, 1, 2, 1), [2, 2, 3, 2, 2])
    add("to nothing", ints(1, 3), [0, 3])
    add("a scalar to a scalar", np.array(2.5), [])


def slicing():
    def add(title, x, start, size, step, dtype="float32"):
        index = tuple(slice(b, b + (n - 1) * s + 1 if n else b, s) for b, n, s in zip(start, size, step))
        result = np.asarray(x)[index]
        assert list(result.shape) == size, title
        case("slice", title, [array(x, dtype), start, size, step], array(result, dtype))

    for dtype, x in kinds(ints(4, 5)):
        add(f"a window of {dtype}", x, [1, 2], [2, 3], [1, 1], dtype)
        add(f"with steps of {dtype}", x, [0, 1], [2, 2], [3, 2], dtype)
    add("everything", ints(2, 3), [0, 0], [2, 3], [1, 1])
    add("one element with a step", ints(2, 6), [1, 5], [1, 1], [2, 4])
    add("a vector", ints(7), [2], [3], [2])
    add("three axes", ints(3, 4, 5), [1, 0, 2], [2, 3, 2], [1, 1, 1])
    add("four axes with steps", ints(2, 5, 5, 3), [0, 1, 0, 1], [2, 2, 3, 2], [1, 2, 2, 1])
    add("five axes", ints(2, 2, 3, 2, 2), [0, 1, 1, 0, 0], [2, 1, 2, 2, 1], [1, 1, 1, 1, 1])
    add("nothing", ints(3, 2), [1, 0], [0, 2], [1, 1])
    add("of nothing", np.zeros((0, 2)), [0, 0], [0, 1], [1, 1])
    add("a scalar", np.array(4.0), [], [], [])


def padding():
    def add(title, x, pads, value, dtype="float32"):
        wide = np.asarray(x, {"float32": np.float64, "int32": np.int64, "bool": bool}[dtype])
        result = np.pad(wide, pads, constant_values=value) if wide.ndim else wide
        case("pad", title, [array(x, dtype), [list(p) for p in pads], value], array(result, dtype))

    for dtype, x in kinds(ints(2, 3)):
        add(f"a {dtype} matrix", x, [(1, 0), (2, 1)], 1, dtype)
    add("an image", ints(1, 2, 2, 2), [(0, 0), (1, 1), (1, 2), (0, 0)], 0)
    add("a vector", ints(3), [(0, 4)], -1.5)
    add("with minus infinity", ints(2), [(1, 1)], -float("inf"))
    add("by nothing", ints(2, 2), [(0, 0), (0, 0)], 3)
    add("three axes", ints(2, 1, 2), [(0, 1), (1, 0), (1, 1)], 9)
    add("nothing", np.zeros((0, 2)), [(1, 1), (0, 1)], 2)
    add("nothing by nothing", np.zeros((0, 2)), [(0, 0), (0, 0)], 2)
    add("a scalar", np.array(1.0), [], 2)


def concat():
    def add(title, xs, axis, dtype="float32"):
        case("concat", title, [[array(x, dtype) for x in xs], axis], array(np.concatenate(xs, axis), dtype))

    for dtype, x in kinds(ints(2, 3)):
        add(f"rows of {dtype}", [x, x[:1]], 0, dtype)
        add(f"columns of {dtype}", [x, x[:, :1], x], 1, dtype)
    add("one array", [ints(2, 3)], 0)
    add("vectors", [ints(3), ints(2), ints(1)], 0)
    add("a middle axis", [ints(2, 1, 3), ints(2, 2, 3)], 1)
    add("channels", [ints(1, 2, 2, 1), ints(1, 2, 2, 3)], 3)
    add("with empty ones", [np.zeros((2, 0)), ints(2, 2), np.zeros((2, 0))], 1)
    add("empty ones", [np.zeros((0, 2)), np.zeros((0, 2))], 1)
    add("the same array twice", [ints(2, 2), ints(2, 2)], 0)
    add("many arrays", [ints(1, 2) + i for i in range(12)], 0)


def reverse():
    def add(title, x, axes, dtype="float32"):
        case("reverse", title, [array(x, dtype), axes], array(np.flip(x, axes), dtype))

    for dtype, x in kinds(ints(2, 3)):
        add(f"columns of {dtype}", x, [1], dtype)
    add("rows", ints(3, 2), [0])
    add("both axes", ints(2, 3), [0, 1])
    add("the outer and inner of three", ints(2, 3, 2), [0, 2])
    add("a middle axis of four", ints(2, 2, 3, 2), [2])
    add("an axis of one", ints(1, 3), [0])
    add("no axes", ints(2, 2), [])
    add("nothing", np.zeros((0, 2)), [0, 1])


def gather():
    def add(title, x, indices, axis, dtype="float32"):
        index, count = np.asarray(indices, int), np.shape(x)[axis]
        inside = (index >= 0) & (index < count)
        missing = {"float32": np.nan, "int32": -(2**31), "bool": 0}[dtype]
        mask = inside.reshape([-1 if i == axis else 1 for i in range(np.ndim(x))])
        result = np.where(mask, np.take(x, np.where(inside, index, 0), axis), missing)
        case("gather", title, [array(x, dtype), array(indices, "int32"), axis], array(result, dtype))

    for dtype, x in kinds(ints(4, 3)):
        add(f"rows of {dtype}", x, [3, 0, 3], 0, dtype)
    add("columns", ints(2, 5), [4, 4, 1], 1)
    add("a middle axis", ints(2, 4, 3), [2, 0], 1)
    add("of a vector", ints(5), [1, 1, 4, 0], 0)
    add("one row", ints(3, 4), [2], 0)
    add("no rows", ints(3, 4), [], 0)
    add("rows of nothing", np.zeros((3, 0)), [1, 2], 0)
    add("many rows", ints(50, 3), ints(120) * 7 % 50, 0)
    for dtype, x in kinds(ints(2, 3)):
        add(f"rows of {dtype} out of range", x, [2, -1, 1, 2**31 - 1], 0, dtype)
    add("columns out of range", ints(2, 3), [3, 0, -1], 1)


def scatter_add():
    def add(title, updates, indices, axis, size, dtype="float32"):
        shape = list(np.shape(updates))
        shape[axis] = size
        result = np.zeros(shape, np.float64 if dtype == "float32" else np.int64)
        places = np.asarray(indices, int)
        inside = (places >= 0) & (places < size)
        index = [slice(None)] * len(shape)
        index[axis] = places[inside]
        np.add.at(result, tuple(index), np.compress(inside, updates, axis))
        case("scatterAdd", title, [array(updates, dtype), array(indices, "int32"), axis, size], array(result, dtype))

    rng = np.random.default_rng(8)
    add("rows", draw(rng, 4, 3), [2, 0, 2, 4], 0, 5)
    add("columns", draw(rng, 2, 4), [1, 1, 0, 1], 1, 2)
    add("a middle axis", draw(rng, 2, 3, 2), [3, 0, 3], 1, 4)
    add("into a vector", draw(rng, 5), [0, 0, 0, 2, 2], 0, 3)
    add("int32", ints(3, 2), [1, 1, 0], 0, 2, "int32")
    add("no rows", np.zeros((0, 2)), [], 0, 3)
    add("rows of nothing", np.zeros((2, 0)), [0, 1], 0, 3)
    add("rows out of range", draw(rng, 4, 2), [1, -1, 3, 1], 0, 3)
    add("int32 columns out of range", ints(2, 3), [5, 0, -1], 1, 2, "int32")
    add("many into few", draw(rng, 100, 2, digits=2), ints(100) * 7 % 3, 0, 4)


def matmul():
    rng = np.random.default_rng(9)

    def add(title, a, b, bias=None, transpose_a=False, transpose_b=False):
        x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
        left = np.swapaxes(x, -1, -2) if transpose_a else x
        right = np.swapaxes(y, -1, -2) if transpose_b else y
        result = left @ right + (0 if bias is None else bias.astype(np.float64))
        options = {}
        if transpose_a:
            options["transposeA"] = True
        if transpose_b:
            options["transposeB"] = True
        if bias is not None:
            options["bias"] = array(bias)
        case("matmul", title, [array(a), array(b), options], array(result))

    for sizes in [(2, 3, 4), (1, 1, 1), (5, 1, 3), (1, 8, 1), (17, 33, 9), (8, 16, 12), (20, 7, 19)]:
        m, k, n = sizes
        for ta, tb in [(False, False), (True, False), (False, True), (True, True)]:
            a = draw(rng, *((k, m) if ta else (m, k)), digits=2)
            b = draw(rng, *((n, k) if tb else (k, n)), digits=2)
            if sizes in [(17, 33, 9), (2, 3, 4)] or not (ta and tb):
                title = f"{m}x{k} by {k}x{n}" + (" with a transposed" if ta else "") + (" with b transposed" if tb else "")
                add(title, a, b, None, ta, tb)
    for ta, tb in [(False, False), (True, False), (False, True), (True, True)]:
        title = " and a transposed" * ta + " and b transposed" * tb
        a = draw(rng, *((4, 3) if ta else (3, 4)))
        b = draw(rng, *((5, 4) if tb else (4, 5)))
        add("with a bias" + title, a, b, draw(rng, 5), ta, tb)
        a = draw(rng, 2, *((4, 3) if ta else (3, 4)))
        b = draw(rng, 2, *((5, 4) if tb else (4, 5)))
        add("batches" + title, a, b, None, ta, tb)
        add("batches with a bias" + title, a, b, draw(rng, 5), ta, tb)
        add("one a for all batches" + title, a[0], b, None, ta, tb)
        add("one b for all batches" + title, a, b[0], None, ta, tb)
        a = draw(rng, 2, 1, *((4, 3) if ta else (3, 4)))
        b = draw(rng, 3, *((2, 4) if tb else (4, 2)))
        add("batches that broadcast" + title, a, b, None, ta, tb)
    add("two batch axes", draw(rng, 2, 2, 3, 2), draw(rng, 2, 2, 2, 3))
    add("no rows", np.zeros((0, 3)), draw(rng, 3, 2))
    add("no columns", draw(rng, 2, 3), np.zeros((3, 0)))
    add("no terms", np.zeros((2, 0)), np.zeros((0, 3)))
    add("no terms but a bias", np.zeros((2, 0)), np.zeros((0, 3)), draw(rng, 3))
    add("no batches", np.zeros((0, 2, 3)), draw(rng, 3, 2))
    add("NaN and infinity", np.float32([[NAN, 1], [float("inf"), 1]]), np.float32([[1, 2], [3, 4]]))


def generate():
    transpose()
    broadcast_to()
    slicing()
    padding()
    concat()
    reverse()
    gather()
    scatter_add()
    matmul()
