/** Every question that the laboratory answers, under the name by which the page asks it. */
import { decode, encode, encodeImages, growCodes } from './codes.ts'
import { codeHistograms, fitCodes, howGaussian } from './distribution.ts'
import { findImages, labFacts } from './images.ts'
import { featureMaps, lookInside } from './inside.ts'
import { nearestTraining } from './nearest.ts'
import { paint } from './paint.ts'
import { codePlane } from './plane.ts'
import { testRates } from './testRates.ts'

export const questions = {
  codeHistograms,
  codePlane,
  decode,
  encode,
  encodeImages,
  featureMaps,
  findImages,
  fitCodes,
  growCodes,
  howGaussian,
  labFacts,
  lookInside,
  nearestTraining,
  paint,
  testRates,
} as const
