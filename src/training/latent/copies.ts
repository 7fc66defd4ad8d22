/** Whether a sample is a training image that was learned by heart. */
export type CopyKind = 'copy' | 'reconstruction' | 'near' | 'far'

export interface CopyVerdict {
  readonly kind: CopyKind
  /** One sentence that says so, with the number it rests on. */
  readonly sentence: string
}

/** Mean squared errors that tell a copy from a new image. */
export interface CopyEvidence {
  /** From the sample to the nearest training image. */
  readonly toImage: number
  /** From the sample to what the network makes of that image; undefined where it makes none. */
  readonly toReconstruction: number | undefined
  /** From training images to their reconstructions, on the average; undefined where there are none. */
  readonly usual: number | undefined
}

/** A sample so much nearer than a reconstruction is taken for the thing itself. */
const same = 0.1

/**
 * Weighs how near a sample is to its nearest training image, in units of the usual error of a reconstruction. Where a code
 * has few numbers, training codes lie so densely that a sample is often what the network makes of one of them, too;
 * that is said, and is no learning by heart.
 */
export function copyVerdict({ toImage, toReconstruction, usual }: CopyEvidence): CopyVerdict {
  if (usual === undefined || toReconstruction === undefined) {
    return toImage < 1e-4
      ? { kind: 'copy', sentence: 'A copy: hardly a pixel differs.' }
      : { kind: 'near', sentence: 'Not a copy: pixels differ.' }
  }
  const error = usual.toFixed(4)
  if (toImage < same * usual) {
    return { kind: 'copy', sentence: `A copy: reconstructions differ more from their originals (${error}).` }
  }
  if (toReconstruction < same * usual) {
    return {
      kind: 'reconstruction',
      sentence: 'Not a copy, but the network makes the same of that image: their codes nearly coincide.',
    }
  }
  if (toImage <= 1.5 * usual) {
    return {
      kind: 'near',
      sentence: `Not a copy: reconstructions are as far from their originals (${error}).`,
    }
  }
  return {
    kind: 'far',
    sentence: `Not a copy: further from every training image than reconstructions from their originals (${error}).`,
  }
}
