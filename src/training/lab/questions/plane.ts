import {
  type CodePlane,
  coordinatePlane,
  linePlane,
  principalPlane,
  projectToPlane,
} from '../../latent/plane.ts'
import { type ClassMark, classMarks, planeRange } from '../../latent/planeView.ts'
import type { Question } from '../question.ts'
import { encodedImages } from './heldCodes.ts'

/** The codes of test images on a plane through the code space. */
export interface PlaneView {
  readonly plane: CodePlane
  /** x and y, image after image; y is the class (and a little beside it) where codes have one coordinate only. */
  readonly points: Float32Array
  readonly labels: Uint8Array
  readonly marks: readonly ClassMark[]
  /** Least and largest x, least and largest y to be shown: all but the outermost points, and a margin. */
  readonly range: readonly [number, number, number, number]
}

/**
 * The first `count` test images on the plane of two coordinates (counted from 0), or of the first two principal
 * components of their codes.
 */
export const codePlane: Question<
  { readonly count: number; readonly axes: 'principal' | readonly [number, number] },
  PlaneView
> = async ({ count, axes }, desk) => {
  const { codes, labels } = await encodedImages(desk, 'test', count)
  const plane =
    codes.dims === 1
      ? linePlane()
      : axes === 'principal'
        ? principalPlane(codes)
        : coordinatePlane(codes, ...axes)
  const points = projectToPlane(plane, codes)
  // A line has room beside it: each class gets a lane, in which its images are spread by their place.
  if (codes.dims === 1) {
    for (const [i, label] of labels.entries()) points[2 * i + 1] = label + 0.6 * (((i * 0.618) % 1) - 0.5)
  }
  return {
    plane,
    points,
    labels: labels.slice(),
    marks: classMarks(points, labels),
    range: planeRange(points),
  }
}
