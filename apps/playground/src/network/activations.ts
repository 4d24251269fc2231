/** What may follow a hidden layer, in the order of the menu. */
export const activationNames = ['tanh', 'relu', 'leakyReLU', 'gelu', 'sigmoid', 'identity'] as const;

/** One of them. */
export type ActivationName = (typeof activationNames)[number];
