/**
 * Mean loss in nats a character of letters that are drawn as often as they followed the `order - 1` letters before, mixed with what
 * shorter contexts say: P_n(c | h) = (count(h c) + α P_{n-1}(c | h')) / (count(h) + α), h' being h without its first letter.
 * @param train - Texts, each with its end.
 * @see MacKay, Peto, "A Hierarchical Dirichlet Language Model", 1995
 */
export function nGramLoss(
  train: readonly string[],
  test: readonly string[],
  order: number,
  alpha: number,
): number {
  const counts = new Map<string, number>();
  const add = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  const letters = new Set([...train, ...test].join(''));
  const contextOf = (text: string, i: number, length: number): string =>
    `${'^'.repeat(length)}${text.slice(0, i)}`.slice(i); // the letters before, ^ before the first
  for (const text of train) {
    for (let i = 0; i < text.length; i++) {
      for (let length = 0; length < order; length++) {
        const context = contextOf(text, i, length);
        add(`${context}|`);
        add(`${context}|${text[i]}`);
      }
    }
  }
  const probability = (text: string, i: number, length: number): number => {
    if (length < 0) return 1 / letters.size;
    const context = contextOf(text, i, length);
    const seen = counts.get(`${context}|${text[i]}`) ?? 0;
    return (seen + alpha * probability(text, i, length - 1)) / ((counts.get(`${context}|`) ?? 0) + alpha);
  };
  const losses = test.flatMap((text) =>
    Array.from(text, (_, i) => -Math.log(probability(text, i, order - 1))),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
