"""Writes packages/datasets/fixtures/images: small images and what torchvision and Pillow make of them, and files.

    /usr/bin/python3 tooling/generators/image-fixtures.py

Packages of Debian 12: python3-torch, python3-torchvision, python3-pil, python3-numpy.
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

FOLDER = Path(__file__).parents[2] / "packages" / "datasets" / "fixtures" / "images"
SEED = 6202

random = np.random.default_rng(SEED)


def noise(height, width, channels):
    return random.integers(0, 256, (height, width, channels), dtype=np.uint8)


def smooth(height, width):
    """Gradients with edges, so that a shift by a pixel is seen."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x * 255 // (width - 1), y * 255 // (height - 1), (x // 4 + y // 3) % 2 * 255], -1).astype(np.uint8)


images = {"gray": noise(5, 6, 1), "color": noise(7, 9, 3), "alpha": noise(4, 5, 4), "smooth": smooth(23, 31)}
cases = []
mode = {"nearest": InterpolationMode.NEAREST, "bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC}


def tensor(name):
    """[C, H, W] in [0, 1]."""
    return torch.from_numpy(images[name]).permute(2, 0, 1).float() / 255


def case(transform, args, image, result):
    """One call `transform(...args)(image)` and its result, [C, H, W]."""
    values = result.permute(1, 2, 0)
    flat = [round(value, 5) for value in values.flatten().tolist()]
    cases.append({"transform": transform, "args": args, "image": image, "shape": list(values.shape), "values": flat})


def colors_only(f):
    """A function of colours, which leaves alpha as it is."""
    return lambda image: torch.cat([f(image[:3]), image[3:]]) if image.shape[0] == 4 else f(image)


def resizes():
    for image in ("gray", "color", "smooth"):
        for size in ([4, 4], [10, 13], [3, 8]):
            for how in ("bilinear", "bicubic"):
                for antialias in (True, False):
                    result = F.resize(tensor(image), size, mode[how], antialias=antialias)
                    case("resize", [size, {"interpolation": how, "antialias": antialias}], image, result)
    for image, size in (("color", 4), ("smooth", 12), ("smooth", 40)):
        case("resize", [size], image, F.resize(tensor(image), size, antialias=True))
    case("resize", [20, {"maxSize": 24}], "smooth", F.resize(tensor("smooth"), 20, max_size=24, antialias=True))
    for image, size in (("color", [4, 4]), ("color", [10, 13]), ("smooth", [9, 40])):  # Pillow's: pixel centres
        channels = [Image.fromarray(images[image][..., c]).resize(size[::-1], Image.NEAREST) for c in range(3)]
        result = torch.from_numpy(np.stack([np.asarray(one) for one in channels])).float() / 255
        case("resize", [size, {"interpolation": "nearest"}], image, result)


def crops():
    case("crop", [1, 2, [3, 4]], "color", F.crop(tensor("color"), 1, 2, 3, 4))
    case("crop", [-1, 7, [5, 4]], "color", F.crop(tensor("color"), -1, 7, 5, 4))
    for image, size in (("color", [4, 4]), ("color", [5, 5]), ("gray", [2, 3]), ("color", [8, 6]), ("gray", [9, 9])):
        case("centerCrop", [size], image, F.center_crop(tensor(image), size))


def pads():
    for how in ("constant", "edge", "reflect", "symmetric"):
        sides = {"left": 1, "top": 2, "right": 3, "bottom": 4}
        settings = {"mode": how}
        result = F.pad(tensor("color"), [1, 2, 3, 4], padding_mode=how, fill=0)
        case("padImage", [sides, settings], "color", result)
    case("padImage", [2, {"fill": 0.5}], "gray", F.pad(tensor("gray"), [2], fill=0.5))
    case("padImage", [{"left": -1, "bottom": -2, "top": 1}], "color", F.pad(tensor("color"), [-1, 1, 0, -2]))


def moves():
    case("horizontalFlip", [], "color", F.hflip(tensor("color")))
    case("verticalFlip", [], "color", F.vflip(tensor("color")))
    for how in ("nearest", "bilinear"):
        settings = {"interpolation": how}
        for degrees in (31, -17.5, 90, 180):  # at 30 degrees pixels lie just between two
            case("rotate", [degrees, settings], "color", F.rotate(tensor("color"), degrees, mode[how]))
        for image, degrees in (("color", 33), ("smooth", -12)):
            result = F.rotate(tensor(image), degrees, mode[how], expand=True)
            case("rotate", [degrees, {**settings, "expand": True}], image, result)
        result = torch.rot90(tensor("gray"), 1, (1, 2))  # as Pillow: torchvision's grid lies between the pixels here
        case("rotate", [90, {**settings, "expand": True}], "gray", result)
        result = F.rotate(tensor("color"), 20, mode[how], center=[2, 3])
        case("rotate", [20, {**settings, "center": [2, 3]}], "color", result)
        # fill: torchvision weighs pixels at the edge twice, so the image is shifted to let it fill with zeros
        shifted = F.rotate(tensor("color") - 0.25, 40, mode[how]) + 0.25
        case("rotate", [40, {**settings, "fill": 0.25}], "color", shifted)
        for parts in (
            {"degrees": 25},
            {"translate": [2, -1]},
            {"scale": 1.3},
            {"scale": 0.6},
            {"shear": [15, 0]},
            {"shear": [-10, 20]},
            {"degrees": -40, "translate": [-1, 2], "scale": 0.8, "shear": [8, -5]},
            {"degrees": 12, "scale": 1.2, "shear": [3, 4], "center": [1, 5]},
        ):
            result = F.affine(
                tensor("color"),
                parts.get("degrees", 0),
                parts.get("translate", [0, 0]),
                parts.get("scale", 1),
                parts.get("shear", [0, 0]),
                mode[how],
                center=parts.get("center"),
            )
            case("affineImage", [{**parts, **settings}], "color", result)


def colors():
    for image in ("gray", "color", "alpha"):
        for name, f, amounts in (
            ("adjustBrightness", F.adjust_brightness, (0, 0.4, 1.7)),
            ("adjustContrast", F.adjust_contrast, (0, 0.3, 1.6)),
            ("adjustSaturation", F.adjust_saturation, (0, 0.5, 2)),
            ("adjustHue", F.adjust_hue, (-0.5, -0.2, 0.1, 0.45)),
            ("adjustGamma", F.adjust_gamma, (0.5, 2.2)),
            ("solarize", F.solarize, (0.3, 0.8)),
        ):
            for amount in amounts:
                case(name, [amount], image, colors_only(lambda x: f(x, amount))(tensor(image)))
        case("adjustGamma", [0.7, 1.3], image, colors_only(lambda x: F.adjust_gamma(x, 0.7, 1.3))(tensor(image)))
        case("invert", [], image, colors_only(F.invert)(tensor(image)))
        for bits in (1, 3):  # as torchvision from 0.15 on has it for floats
            levels = 2**bits
            posterized = colors_only(lambda x: (x * levels).floor().clamp(0, levels - 1) / levels)(tensor(image))
            case("posterize", [bits], image, posterized)
    for channels in (1, 3):
        case("grayscale", [channels], "color", F.rgb_to_grayscale(tensor("color"), channels))
    mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    case("normalizeImage", [mean, std], "color", F.normalize(tensor("color"), mean, std))
    case("normalizeImage", [0.5, 0.25], "gray", F.normalize(tensor("gray"), [0.5], [0.25]))


def blurs():
    for image in ("gray", "color"):
        case("gaussianBlur", [3], image, F.gaussian_blur(tensor(image), 3))
        case("gaussianBlur", [5, {"sigma": 0.7}], image, F.gaussian_blur(tensor(image), 5, 0.7))
    case("gaussianBlur", [[3, 7], {"sigma": 2}], "smooth", F.gaussian_blur(tensor("smooth"), [7, 3], 2))


def files():
    """Files of each kind that Pillow writes, and the bytes that it reads from them, as RGB and alpha."""
    color = Image.fromarray(images["smooth"])
    small = Image.fromarray(images["color"])
    alpha = Image.fromarray(images["alpha"])
    gray = Image.fromarray(images["gray"][..., 0])
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned clockwise
    palette = small.quantize(8)
    yield "color.png", small, {"format": "PNG"}
    yield "gray.png", gray, {"format": "PNG"}
    yield "gray-alpha.png", alpha.convert("LA"), {"format": "PNG"}
    yield "alpha.png", alpha, {"format": "PNG"}
    yield "palette.png", palette, {"format": "PNG"}
    yield "see-through-palette.png", palette, {"format": "PNG", "transparency": 3}
    yield "bilevel.png", gray.convert("1"), {"format": "PNG"}
    yield "color.jpg", color, {"format": "JPEG", "quality": 95, "subsampling": 0}
    yield "gray.jpg", gray, {"format": "JPEG", "quality": 95}
    yield "progressive.jpg", color, {"format": "JPEG", "quality": 95, "subsampling": 0, "progressive": True}
    yield "turned.jpg", color, {"format": "JPEG", "quality": 95, "subsampling": 0, "exif": turned}
    yield "color.webp", small, {"format": "WEBP", "lossless": True}
    yield "alpha.webp", alpha, {"format": "WEBP", "lossless": True, "exact": True}
    yield "lossy.webp", color, {"format": "WEBP", "quality": 95}
    yield "palette.gif", palette, {"format": "GIF"}
    yield "ink.jpg", Image.fromarray(inks(), "CMYK"), {"format": "JPEG", "quality": 95, "subsampling": 0}


def inks():
    return np.random.default_rng(SEED).integers(0, 256, (9, 8, 4), dtype=np.uint8)


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def linear_profile():
    """A profile (ICC) of the primaries of sRGB and a gamma of 1: converted by it, every middle tone would change."""
    def xyz(*values):
        return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv" + bytes(4) + struct.pack(">I", 0)
    text = b"desc" + bytes(4) + struct.pack(">I", 7) + b"linear\0" + bytes(78)
    copyright = b"text" + bytes(4) + b"none\0"
    tags = [
        (b"desc", text), (b"cprt", copyright), (b"wtpt", xyz(0.9642, 1, 0.8249)),
        (b"rXYZ", xyz(0.43607, 0.22249, 0.01392)), (b"gXYZ", xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", xyz(0.14307, 0.06061, 0.7141)), (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve),
    ]
    table, content = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags:
        value += bytes(-len(value) % 4)
        table += name + struct.pack(">II", start + len(content), len(value))
        content += value
    body = struct.pack(">I", len(tags)) + table + content
    head = struct.pack(">I4sI4s4s4s", 128 + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ") + bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">iii", round(0.9642 * 65536), 65536, round(0.8249 * 65536))
    return head + bytes(128 - len(head)) + body


def png(values, *chunks):
    """A PNG file of [H, W, C] bytes or 16 bits, each row as it is, with more chunks before the pixels."""
    height, width, channels = values.shape
    depth = 16 if values.dtype == np.uint16 else 8
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + row.astype(">u2" if depth == 16 else "u1").tobytes() for row in values)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def written():
    """Files that Pillow can't write: their bytes, and their pixels, which are the values that stand in them."""
    own = np.random.default_rng(SEED)
    color = images["color"]
    yield "gamma.png", png(color, chunk(b"gAMA", struct.pack(">I", 100000))), color
    profile = b"linear\0\0" + zlib.compress(linear_profile())
    yield "profile.png", png(color, chunk(b"iCCP", profile)), color
    faint = own.integers(0, 256, (6, 5, 4), dtype=np.uint8)
    faint[..., 3] = own.integers(0, 8, (6, 5))
    yield "faint.png", png(faint), faint
    for channels, name in ((1, "deep-gray.png"), (3, "deep.png"), (4, "deep-alpha.png")):
        deep = own.integers(0, 65536, (4, 3, channels), dtype=np.uint16)
        yield name, png(deep), deep / 257
    deep = own.integers(0, 65536, (4, 3, 3), dtype=np.uint16)
    see_through = np.full((4, 3, 1), 255.0)
    see_through[0, 0] = 0
    color = deep[0, 0].astype(">u2").tobytes()
    yield "deep-see-through.png", png(deep, chunk(b"tRNS", color)), np.concatenate([deep / 257, see_through], -1)


def with_alpha(pixels):
    """Grey or colours as RGB and alpha."""
    pixels = pixels.astype(np.float64)
    if pixels.shape[-1] == 1:
        pixels = pixels.repeat(3, -1)
    return pixels if pixels.shape[-1] == 4 else np.concatenate([pixels, np.full((*pixels.shape[:2], 1), 255.0)], -1)


def entry_of(name, file, pixels, size):
    return {"name": name, "shape": [size[1], size[0], 4], "bytes": pixels, "file": base64.b64encode(file).decode()}


def write_files():
    """Each file in base64, with its pixels as Pillow reads them and turns them upright."""
    entries = []
    for name, image, settings in files():
        buffer = io.BytesIO()
        image.save(buffer, **settings)
        read = Image.open(io.BytesIO(buffer.getvalue()))
        if "exif" in settings:
            read = read.transpose(Image.Transpose.ROTATE_270)
        read = read.convert("RGB") if read.mode == "CMYK" else read
        entries.append(entry_of(name, buffer.getvalue(), np.asarray(read.convert("RGBA")).flatten().tolist(), read.size))
    for name, file, values in written():
        pixels = with_alpha(values)
        flat = [int(value) if value == int(value) else round(value, 5) for value in pixels.flatten().tolist()]
        entries.append(entry_of(name, file, flat, pixels.shape[1::-1]))
    text = "[\n" + ",\n".join("  " + json.dumps(entry, separators=(",", ":")) for entry in entries) + "\n]\n"
    (FOLDER / "files.json").write_text(text)
    print(f"{len(entries)} files, {len(text) // 1024} KiB")


for generate in (resizes, crops, pads, moves, colors, blurs):
    generate()

inputs = {name: {"shape": list(image.shape), "bytes": image.flatten().tolist()} for name, image in images.items()}
lines = ",\n".join("    " + json.dumps(entry, separators=(",", ":")) for entry in cases)
head = json.dumps(inputs, separators=(",", ":"))
FOLDER.mkdir(parents=True, exist_ok=True)
text = f'{{\n  "images": {head},\n  "cases": [\n{lines}\n  ]\n}}\n'
(FOLDER / "transforms.json").write_text(text)
print(f"{len(cases)} cases, {len(text) // 1024} KiB")
write_files()
