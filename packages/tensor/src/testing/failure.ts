/** @internal The name and the message of what a call throws, as `ShapeError: [add] expected …`. */
export function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return 'nothing thrown';
}
