import { formatBrief } from '../i18n/numbers.js';
import { inRows, Matrix } from './matrix.js';

/** An input times a weight. */
export interface Product {
  readonly input: number;
  readonly weight: number;
  readonly product: number;
  /** Whether the input is one of a padding's zeros. */
  readonly isPadding?: boolean;
}

/** Settings of {@link Products}. */
export interface ProductsProps {
  readonly label: string;
  readonly products: readonly Product[];
  readonly columns: number;
  /** How numbers are written. */
  readonly write?: (value: number) => string;
}

/** The products that a sum consists of, each with its two factors. */
export function Products({ label, products, columns, write = formatBrief }: ProductsProps) {
  const cells = products.map(({ input, weight, product, isPadding }) => ({
    value: product,
    text: write(product),
    note: `${write(input)} × ${write(weight)}`,
    mark: isPadding ? ('outline' as const) : undefined,
  }));
  return <Matrix label={label} rows={inRows(cells, columns)} />;
}
