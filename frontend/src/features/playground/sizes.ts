/** Width and height of pictures in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sides are multiples of it. */
export const sideStep = 8;

const ratios = [
  [1, 1],
  [3, 4],
  [2, 3],
  [9, 16],
  [4, 3],
  [3, 2],
  [16, 9],
] as const;

/** Usual shapes with about as many pixels as the model's own pictures have. */
export const shapesOf = (own: Size): readonly (Size & { readonly ratio: string })[] =>
  ratios.map(([across, down]) => {
    const side = (share: number) => Math.round(Math.sqrt(own.width * own.height * share) / sideStep) * sideStep;
    return { ratio: `${across}:${down}`, width: side(across / down), height: side(down / across) };
  });

/** How small and how large a side may be beside the model's own. */
export const bounds = (own: number) => ({ min: own / 2, max: 2 * own });

/** The nearest size that can be asked for. */
export const fitted = (asked: number, own: number): number => {
  const { min, max } = bounds(own);
  return Math.round(Math.min(max, Math.max(min, asked)) / sideStep) * sideStep;
};
