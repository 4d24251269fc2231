// internal: networks that remove noise
import { DenoisingUNet, PointDenoiser } from '@neurona/diffusion';
import { type ClassEntry, type ClassRow, classRow } from './class-row.js';

const conditioning: ClassRow = {
  values: (module) => {
    const { timeFeatures, numClasses } = module as typeof module & {
      readonly timeFeatures: number;
      readonly numClasses: number;
    };
    return { time_features: timeFeatures, num_classes: numClasses };
  },
  optional: ['classes'],
  methods: `
def forward(self, x, t, classes=None):
    """Steps [N] and classes [N]; without classes, that of none."""
    time = self.time(time_embedding(t, self.time_features))
    if self.classes is None:
        return time
    known = torch.full(x.shape[:1], self.num_classes, device=x.device) if classes is None else classes
    return time + self.classes(known)`,
};

export const diffusion: readonly ClassEntry[] = [
  classRow(PointDenoiser, {
    methods: `
def forward(self, x, t, classes=None):
    condition = F.silu(self.conditioning(x, t, classes))
    h = self.input(x)
    for block in self.blocks:
        h = block(h, condition)
    return self.output(F.silu(h))`,
    inner: {
      Conditioning: conditioning,
      PointBlock: {
        methods: `
def forward(self, h, condition):
    return h + self.linear2(F.silu(self.linear1(h) + self.condition(condition)))`,
      },
    },
  }),
  classRow(DenoisingUNet, {
    methods: `
def forward(self, x, t, classes=None):
    condition = F.silu(self.conditioning(x, t, classes))
    skipped = [self.input(x)]
    for level in self.downs:
        skipped += level(skipped[-1], condition)
    h = self.middle(skipped[-1], condition)
    for level in self.ups:
        h = level(h, condition, skipped)
    return self.output(F.silu(self.norm(h)))`,
    inner: {
      Conditioning: conditioning,
      DownLevel: {
        optional: ['downsample'],
        methods: `
def forward(self, h, condition):
    results = []
    for block in self.blocks:
        h = block(h, condition)
        results.append(h)
    return results if self.downsample is None else [*results, self.downsample(h)]`,
      },
      MiddleLevel: {
        optional: ['attention'],
        methods: `
def forward(self, h, condition):
    h = self.block1(h, condition)
    return self.block2(h if self.attention is None else self.attention(h), condition)`,
      },
      UpLevel: {
        optional: ['upsample'],
        methods: `
def forward(self, h, condition, skipped):
    for block in self.blocks:
        h = block(torch.cat([h, skipped.pop()], dim=1), condition)
    return h if self.upsample is None else self.upsample(F.interpolate(h, scale_factor=2, mode="nearest"))`,
      },
      ResidualBlock: {
        methods: `
def forward(self, x, condition):
    h = self.conv1(F.silu(self.norm1(x))) + self.condition(condition)[:, :, None, None]
    return self.shortcut(x) + self.conv2(self.dropout(F.silu(self.norm2(h))))`,
      },
      SpatialAttention: {
        methods: `
def forward(self, x):
    pixels = self.norm(x).flatten(2).transpose(1, 2)
    y = self.attention(pixels, pixels, pixels, need_weights=False)[0]
    return x + y.transpose(1, 2).reshape(x.shape)`,
      },
    },
  }),
];
