// internal
import { concat, noGrad, own, type Parameter, scoped, stack, type Tensor, zeros } from '@neurona/tensor';

/** A tensor outside of all scopes and graphs, for its holder to free. */
export const ownVector = (make: () => Tensor): Tensor => noGrad(() => own(scoped(make)));

/** Numbers on the device, read in one go. */
export async function readScalars(make: () => readonly Tensor[]): Promise<number[]> {
  const together = ownVector(() => stack(make()));
  const values = Array.from(await together.data(), Number);
  together.dispose();
  return values;
}

/** All gradients as one vector; zeros where there is none. */
export const flatGradient = (params: readonly Parameter[]): Tensor =>
  concat(params.map(({ grad, size }) => grad?.reshape([size]) ?? zeros([size])));

/** All parameters as one vector. */
export const flatValues = (params: readonly Parameter[]): Tensor =>
  concat(params.map((param) => param.reshape([param.size])));

/** Sets parameters from a vector of all. */
export function setValues(params: readonly Parameter[], make: () => Tensor): void {
  noGrad(() =>
    scoped(() => {
      const values = make();
      let offset = 0;
      for (const param of params) {
        param.assign(values.narrow(0, offset, param.size).reshape(param.shape));
        offset += param.size;
      }
    }),
  );
}
