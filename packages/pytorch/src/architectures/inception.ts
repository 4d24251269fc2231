// internal: GoogLeNet and Inception v3
import { GoogLeNet, Inception, InceptionV3 } from '@neurona/cnn';
import type { ClassEntry, ClassRow } from './class-row.js';
import { classRow } from './class-row.js';

const basicConv: ClassRow = {
  methods: `
def forward(self, x):
    return F.relu(self.bn(self.conv(x)))`,
};

/** Images standardised by ImageNet's mean and deviation, as images in [-1, 1]. */
const publishedInput = `
    mean = torch.tensor([0.485, 0.456, 0.406], device=x.device).view(1, 3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225], device=x.device).view(1, 3, 1, 1)
    x = (x * std + mean - 0.5) / 0.5`;

/** Ways side by side, whose results are joined along the channels. */
const branches = (...ways: readonly string[]): ClassRow => ({
  methods: `
def forward(self, x):
    return torch.cat([
${ways.map((way) => `        ${way},`).join('\n')}
    ], dim=1)`,
});

/** `branch_2(branch_1(x))` */
const chain = (prefix: string, count: number): string =>
  Array.from({ length: count }, (_, i) => i + 1).reduce((inner, i) => `self.${prefix}_${i}(${inner})`, 'x');

const square = 'self.branch_pool(F.avg_pool2d(x, 3, stride=1, padding=1))';
const half = 'F.max_pool2d(x, 3, stride=2)';

const forked = (prefix: string, inner: string, name: string): string =>
  `*(branch(${inner}) for branch in (self.${prefix}_${name}a, self.${prefix}_${name}b))`;

export const inception: readonly ClassEntry[] = [
  classRow(Inception, {
    methods: `
def forward(self, x):
    return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)`,
    inner: { BasicConv2d: basicConv },
  }),
  classRow(GoogLeNet, {
    methods: ({ transformInput, aux1 }) => `
def run(self, x):${transformInput ? publishedInput : ''}
    x = self.maxpool2(self.conv3(self.conv2(self.maxpool1(self.conv1(x)))))
    first = self.inception4a(self.maxpool3(self.inception3b(self.inception3a(x))))
    second = self.inception4d(self.inception4c(self.inception4b(first)))
    x = self.inception5b(self.inception5a(self.maxpool4(self.inception4e(second))))
    return self.fc(self.dropout(self.avgpool(x).flatten(1))), first, second

def forward(self, x):
    return self.run(x)[0]${
      aux1
        ? `

def forward_auxiliary(self, x):
    """The logits, and those of the heads in the middle, which are for training."""
    logits, first, second = self.run(x)
    return logits, self.aux1(first), self.aux2(second)`
        : ''
    }`,
    inner: {
      BasicConv2d: basicConv,
      InceptionAux: {
        methods: `
def forward(self, x):
    x = self.conv(self.pool(x)).flatten(1)
    return self.fc2(self.dropout(F.relu(self.fc1(x))))`,
      },
    },
  }),
  classRow(InceptionV3, {
    methods: ({ blocks, transformInput, auxiliary }) => {
      const names = Object.keys(blocks);
      const middle = names.indexOf('Mixed_6e') + 1;
      const run = (part: readonly string[]): string =>
        `for name in (${part.map((name) => `"${name}"`).join(', ')}):\n        x = getattr(self, name)(x)`;
      return `
def run(self, x):${transformInput ? publishedInput : ''}
    ${run(names.slice(0, middle))}
    middle = x
    ${run(names.slice(middle))}
    return self.fc(self.dropout(self.avgpool(x)).flatten(1)), middle

def forward(self, x):
    return self.run(x)[0]${
      auxiliary
        ? `

def forward_auxiliary(self, x):
    """The logits, and those of the head in the middle, which is for training."""
    logits, middle = self.run(x)
    return logits, self.AuxLogits(middle)`
        : ''
    }`;
    },
    inner: {
      BasicConv2d: basicConv,
      InceptionA: branches('self.branch1x1(x)', chain('branch5x5', 2), chain('branch3x3dbl', 3), square),
      InceptionB: branches('self.branch3x3(x)', chain('branch3x3dbl', 3), half),
      InceptionC: branches('self.branch1x1(x)', chain('branch7x7', 3), chain('branch7x7dbl', 5), square),
      InceptionD: branches(chain('branch3x3', 2), chain('branch7x7x3', 4), half),
      InceptionE: branches(
        'self.branch1x1(x)',
        forked('branch3x3', 'self.branch3x3_1(x)', '2'),
        forked('branch3x3dbl', chain('branch3x3dbl', 2), '3'),
        square,
      ),
      InceptionAux: {
        methods: `
def forward(self, x):
    x = self.conv1(self.conv0(F.avg_pool2d(x, 5, stride=3)))
    return self.fc(x.mean((2, 3)))`,
      },
    },
  }),
];
