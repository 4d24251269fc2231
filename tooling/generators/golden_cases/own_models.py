"""Networks that torchvision lacks, with the names of their usual state dictionaries."""

import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    def __init__(self, num_classes=10, padding=0):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=padding)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, num_classes)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2)
        x = torch.tanh(self.fc1(x.flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


class DoubleConv(nn.Module):
    def __init__(self, inputs, outputs, middle=None):
        super().__init__()
        middle = middle or outputs
        self.double_conv = nn.Sequential(
            nn.Conv2d(inputs, middle, 3, padding=1, bias=False), nn.BatchNorm2d(middle), nn.ReLU(),
            nn.Conv2d(middle, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
        )

    def forward(self, x):
        return self.double_conv(x)


class Down(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(inputs, outputs))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    def __init__(self, inputs, outputs, bilinear):
        super().__init__()
        if bilinear:
            self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
            self.conv = DoubleConv(inputs, outputs, inputs // 2)
        else:
            self.up = nn.ConvTranspose2d(inputs, inputs // 2, 2, stride=2)
            self.conv = DoubleConv(inputs, outputs)

    def forward(self, x, skipped):
        x = self.up(x)
        rows, columns = skipped.shape[2] - x.shape[2], skipped.shape[3] - x.shape[3]
        x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        return self.conv(torch.cat([skipped, x], 1))


class OutConv(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self, num_classes=2, width=64, depth=4, bilinear=False):
        super().__init__()
        factor = 2 if bilinear else 1
        self.depth = depth
        self.inc = DoubleConv(3, width)
        for level in range(1, depth + 1):
            outputs = width * 2**level // (factor if level == depth else 1)
            self.add_module(f"down{level}", Down(width * 2 ** (level - 1), outputs))
        for i, level in enumerate(range(depth, 0, -1)):
            outputs = width if level == 1 else width * 2 ** (level - 1) // factor
            self.add_module(f"up{i + 1}", Up(width * 2**level, outputs, bilinear))
        self.outc = OutConv(width, num_classes)

    def forward(self, x):
        levels = [self.inc(x)]
        for level in range(1, self.depth + 1):
            levels.append(getattr(self, f"down{level}")(levels[-1]))
        x = levels.pop()
        for i in range(self.depth):
            x = getattr(self, f"up{i + 1}")(x, levels.pop())
        return self.outc(x)


class Separable(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        return self.pointwise(self.conv1(x))


class XceptionBlock(nn.Module):
    def __init__(self, steps, stride=1, starts_with_relu=True):
        super().__init__()
        if stride != 1 or steps[0][0] != steps[-1][1]:
            self.skip = nn.Conv2d(steps[0][0], steps[-1][1], 1, stride=stride, bias=False)
            self.skipbn = nn.BatchNorm2d(steps[-1][1])
        else:
            self.skip = None
        layers = [layer for a, b in steps for layer in (nn.ReLU(), Separable(a, b), nn.BatchNorm2d(b))]
        layers = layers if starts_with_relu else layers[1:]
        self.rep = nn.Sequential(*layers, *([nn.MaxPool2d(3, stride, 1)] if stride != 1 else []))

    def forward(self, x):
        around = x if self.skip is None else self.skipbn(self.skip(x))
        return self.rep(x) + around


class Xception(nn.Module):
    """timm's legacy_xception."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        for i, (a, b) in enumerate(((64, 128), (128, 256), (256, 728))):
            self.add_module(f"block{i + 1}", XceptionBlock([(a, b), (b, b)], 2, i > 0))
        for i in range(4, 12):
            self.add_module(f"block{i}", XceptionBlock([(728, 728)] * 3))
        self.block12 = XceptionBlock([(728, 728), (728, 1024)], 2)
        self.conv3 = Separable(1024, 1536)
        self.bn3 = nn.BatchNorm2d(1536)
        self.conv4 = Separable(1536, 2048)
        self.bn4 = nn.BatchNorm2d(2048)
        self.fc = nn.Linear(2048, num_classes)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = torch.relu(self.bn2(self.conv2(x)))
        for i in range(1, 13):
            x = getattr(self, f"block{i}")(x)
        x = torch.relu(self.bn3(self.conv3(x)))
        x = torch.relu(self.bn4(self.conv4(x)))
        return self.fc(x.mean((2, 3)))
