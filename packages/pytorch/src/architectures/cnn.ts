// internal: networks for images
import {
  AlexNet,
  BasicBlock,
  Bottleneck,
  ConvNeXt,
  DenseBlock,
  DenseNet,
  DenseTransition,
  EfficientNet,
  Fire,
  InvertedResidual,
  LeNet5,
  MobileNetV2,
  MobileNetV3,
  ResNet,
  SqueezeExcitation,
  SqueezeNet,
  UNet,
  VGG,
  Xception,
} from '@neurona/cnn';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';

/** Features, pool, classifier: what networks in torchvision's style do. */
const classifier = (steps: string): string => `
def forward(self, x):
    return self.classifier(${steps})`;

const pooled = classifier('self.avgpool(self.features(x)).flatten(1)');

/** Modules by name, in sequence; PyTorch's Sequential takes an ordered dictionary. */
const namedSequential: ClassRow = {
  name: 'NamedSequential',
  about: 'Modules in sequence, by name.',
  methods: `
def forward(self, x):
    for module in self.children():
        x = module(x)
    return x`,
};

const sum = `
def forward(self, x):
    y = self.conv(x)
    return x + y if self.is_residual else y`;

const blockSum = sum.replace('self.conv(x)', 'self.block(x)');

const isResidual = (module: { readonly isResidual: boolean }): { is_residual: boolean } => ({
  is_residual: module.isResidual,
});

const separable: ClassRow = {
  methods: `
def forward(self, x):
    return self.pointwise(self.conv1(x))`,
};

export const cnn: readonly ClassEntry[] = [
  classRow(LeNet5, {
    methods: `
def forward(self, x):
    x = self.pool(torch.tanh(self.conv1(x)))
    x = self.pool(torch.tanh(self.conv2(x)))
    x = torch.tanh(self.fc1(x.flatten(1)))
    return self.fc3(torch.tanh(self.fc2(x)))`,
  }),
  classRow(AlexNet, { methods: pooled }),
  classRow(VGG, { methods: pooled }),
  classRow(BasicBlock, {
    methods: `
def forward(self, x):
    y = F.relu(self.bn1(self.conv1(x)))
    y = self.bn2(self.conv2(y))
    return F.relu(y + (x if self.downsample is None else self.downsample(x)))`,
    optional: ['downsample'],
  }),
  classRow(Bottleneck, {
    methods: `
def forward(self, x):
    y = F.relu(self.bn1(self.conv1(x)))
    y = F.relu(self.bn2(self.conv2(y)))
    y = self.bn3(self.conv3(y))
    return F.relu(y + (x if self.downsample is None else self.downsample(x)))`,
    optional: ['downsample'],
  }),
  classRow(ResNet, {
    methods: `
def forward(self, x):
    x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
    x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
    return self.fc(self.avgpool(x).flatten(1))`,
  }),
  classRow(ConvNeXt, {
    methods: classifier('self.avgpool(self.features(x))'),
    inner: {
      CNBlock: {
        methods: `
def forward(self, x):
    return x + self.stochastic_depth(self.layer_scale * self.block(x))`,
      },
    },
  }),
  classRow(DenseBlock, {
    methods: `
def forward(self, x):
    for layer in self.children():
        x = torch.cat([x, layer(x)], dim=1)
    return x`,
    inner: {
      DenseLayer: {
        methods: `
def forward(self, x):
    y = self.conv1(F.relu(self.norm1(x)))
    return self.dropout(self.conv2(F.relu(self.norm2(y))))`,
      },
    },
  }),
  classRow(DenseTransition, {
    methods: `
def forward(self, x):
    return self.pool(self.conv(F.relu(self.norm(x))))`,
  }),
  classRow(DenseNet, {
    methods: classifier('F.relu(self.features(x)).mean((2, 3))'),
    inner: { Sequential: namedSequential },
  }),
  classRow(EfficientNet, {
    methods: pooled,
    inner: {
      MBConv: {
        methods: `
def forward(self, x):
    y = self.block(x)
    return x + self.stochastic_depth(y) if self.is_residual else y`,
        values: (module) => isResidual(module as never),
      },
    },
  }),
  classRow(SqueezeExcitation, {
    methods: `
def forward(self, x):
    means = x.mean((2, 3), keepdim=True)
    return x * self.scale(self.fc2(self.activation(self.fc1(means))))`,
  }),
  classRow(InvertedResidual, { methods: sum, values: isResidual }),
  classRow(MobileNetV2, { methods: classifier('self.features(x).mean((2, 3))') }),
  classRow(MobileNetV3, {
    methods: pooled,
    inner: { InvertedResidual: { methods: blockSum, values: (module) => isResidual(module as never) } },
  }),
  classRow(Fire, {
    methods: `
def forward(self, x):
    x = F.relu(self.squeeze(x))
    return torch.cat([F.relu(self.expand1x1(x)), F.relu(self.expand3x3(x))], dim=1)`,
  }),
  classRow(SqueezeNet, {
    methods: `
def forward(self, x):
    return self.classifier(self.features(x)).flatten(1)`,
  }),
  classRow(UNet, {
    methods: ({ downs }) => {
      const levels = downs.map((_, i) => i + 1);
      return `
def forward(self, x):
    levels = [self.inc(x)]
    for down in (${levels.map((i) => `self.down${i}`).join(', ')},):
        levels.append(down(levels[-1]))
    y = levels.pop()
    for up in (${levels.map((i) => `self.up${i}`).join(', ')},):
        y = up(y, levels.pop())
    return self.outc(y)`;
    },
    inner: {
      DoubleConv: { methods: 'def forward(self, x):\n    return self.double_conv(x)' },
      Down: { methods: 'def forward(self, x):\n    return self.maxpool_conv(x)' },
      Up: {
        methods: `
def forward(self, x, skipped):
    y = self.up(x)
    rows, columns = skipped.shape[2] - y.shape[2], skipped.shape[3] - y.shape[3]
    y = F.pad(y, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
    return self.conv(torch.cat([skipped, y], dim=1))`,
      },
      OutConv: { methods: 'def forward(self, x):\n    return self.conv(x)' },
    },
  }),
  classRow(Xception, {
    methods: ({ blocks }) => `
def forward(self, x):
    x = F.relu(self.bn1(self.conv1(x)))
    x = F.relu(self.bn2(self.conv2(x)))
    for i in range(1, ${blocks.length + 1}):
        x = getattr(self, f"block{i}")(x)
    x = F.relu(self.bn3(self.conv3(x)))
    x = F.relu(self.bn4(self.conv4(x)))
    return self.fc(self.dropout(self.avgpool(x).flatten(1)))`,
    inner: {
      SeparableConv2d: { ...separable, name: 'SeparableConv' },
      Block: {
        methods: `
def forward(self, x):
    around = x if self.skip is None else self.skipbn(self.skip(x))
    return self.rep(x) + around`,
        optional: ['skip', 'skipbn'],
      },
    },
  }),
];
