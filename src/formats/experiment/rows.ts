/** An experiment: one network trained at several code sizes, each beside PCA with as many numbers. */
import type { Shape } from '../../graph/shape.ts'

/** What came out at one code size. Errors are means over test images and pixels, pixels from 0 to 1. */
export interface ExperimentRow {
  /** Numbers in the code. */
  readonly dims: number
  readonly parameters: number
  readonly steps: number
  readonly testMse: number
  readonly pcaTestMse: number
  /** Roughly the time that the training took. */
  readonly seconds: number
  /** The test digits by the network and by PCA: bytes, image after image, channels last. */
  readonly reconstructions: Uint8Array
  readonly pca: Uint8Array
}

/** The test digits that every row shows. */
export interface ExperimentDigits {
  readonly count: number
  /** Size of one image: channels, height, width. */
  readonly shape: Shape
  readonly originals: Uint8Array
}

/** An experiment as far as it has come. */
export interface Experiment {
  /** The name of the document. */
  readonly title: string
  /** For how long it was trained, and on what: two short lines. */
  readonly terms: readonly string[]
  readonly digits: ExperimentDigits
  /** In the order in which the code sizes were asked for. */
  readonly rows: readonly ExperimentRow[]
}

/** The code sizes that are trained when nobody says otherwise. */
export const usualDims: readonly number[] = [2, 4, 8, 16, 32]

/** Code sizes from text such as "2, 4, 8": undefined where it is none, or one is not from 1 to `most`. Repeated ones count once. */
export function parseDims(text: string, most: number): readonly number[] | undefined {
  const dims = text.split(',').map(each => (/^\s*\d+\s*$/.test(each) ? Number(each) : Number.NaN))
  return dims.every(each => each >= 1 && each <= most) ? [...new Set(dims)] : undefined
}

/** The code sizes that are still to be trained, in order. */
export const remaining = (dims: readonly number[], rows: readonly ExperimentRow[]): readonly number[] =>
  dims.filter(each => rows.every(row => row.dims !== each))

/** The rows of these code sizes, in their order. */
export const inOrder = (dims: readonly number[], rows: readonly ExperimentRow[]): readonly ExperimentRow[] =>
  dims.flatMap(each => rows.find(row => row.dims === each) ?? [])

/** The results as a table, without the pictures. */
export function experimentCsv(rows: readonly ExperimentRow[]): string {
  const lines = rows.map(row =>
    [
      row.dims,
      row.parameters,
      row.steps,
      row.testMse,
      row.pcaTestMse,
      row.testMse / row.pcaTestMse,
      row.seconds.toFixed(1),
    ].join(','),
  )
  return ['code_size,parameters,steps,test_mse,pca_test_mse,ratio,seconds', ...lines, ''].join('\n')
}
