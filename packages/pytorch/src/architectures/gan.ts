// internal: generative adversarial networks
import { DCGANDiscriminator, DCGANGenerator, Gan } from '@neurona/gan';
import { type ClassEntry, classRow } from './class-row.js';

export const gan: readonly ClassEntry[] = [
  classRow(Gan, {
    methods: ({ numClasses }) => {
      const inputs = numClasses === undefined ? 'noise' : 'noise, labels';
      return `
def forward(self, ${inputs}):
    return self.generator(${inputs})`;
    },
  }),
  classRow(DCGANGenerator, {
    methods: ({ embedding }) =>
      embedding
        ? `
def forward(self, noise, labels):
    code = torch.cat([noise, self.embedding(labels)], dim=1)
    return self.main(code[:, :, None, None])`
        : `
def forward(self, noise):
    return self.main(noise[:, :, None, None])`,
  }),
  classRow(DCGANDiscriminator, {
    methods: ({ embedding }) =>
      embedding
        ? `
def forward(self, images, labels):
    features = self.main[:-1](images)
    score = self.main[-1](features).flatten(1)
    return score + (self.embedding(labels) * features.sum((2, 3))).sum(1, keepdim=True)`
        : `
def forward(self, images):
    return self.main(images).flatten(1)`,
  }),
];
