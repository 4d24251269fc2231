import { withDefaults } from '@neurona/backend';

/** A function that makes a network, and the name under which there are published weights of it. */
export interface ImageNetwork<Name extends string, Config, Model> {
  (options?: Partial<Config>): Model;
  /** What {@link PublishedWeights} of it name. */
  readonly network: Name;
}

/** @internal A function that makes a network out of published sizes, of which some may differ. */
export const imageNetwork = <Name extends string, Config extends object, Model>(
  network: Name,
  Network: new (config: Config) => Model,
  configs: Readonly<Record<Name, Config>>,
): ImageNetwork<Name, Config, Model> =>
  Object.assign(
    (options: Partial<Config> = {}) =>
      new Network(withDefaults<object, object>(network, options, configs[network]) as Config),
    { network },
  );
