// internal

const upTo19 = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  ...['ten', 'eleven', 'twelve', 'thirteen', 'fourteen'],
  ...['fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A number below a million in English, without "and": "one hundred twenty-three thousand four". */
export function englishNumber(n: number): string {
  if (n < 20) return upTo19[n]!;
  if (n < 100) return tens[Math.floor(n / 10) - 2]! + (n % 10 === 0 ? '' : `-${upTo19[n % 10]}`);
  const [size, name] = n < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const head = `${englishNumber(Math.floor(n / size))} ${name}`;
  return n % size === 0 ? head : `${head} ${englishNumber(n % size)}`;
}
