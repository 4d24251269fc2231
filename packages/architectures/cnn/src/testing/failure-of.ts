/** The name and the message of what a call throws, as `ShapeError: [ResNet] expected …`. */
export function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return 'nothing thrown';
}
