import { fitGaussian, type Gaussian } from '../../latent/gaussian.ts'
import { measureGaussianity } from '../../latent/gaussianity.ts'
import { gaussianitySentence } from '../../latent/gaussianitySentence.ts'
import { coordinateHistogram, type Histogram } from '../../latent/histogram.ts'
import type { Question } from '../question.ts'
import { encodedImages } from './heldCodes.ts'

/** The Gaussian that fits the codes of the first `count` training images. */
export const fitCodes: Question<
  { readonly count: number; readonly form: Gaussian['form'] },
  Gaussian
> = async ({ count, form }, desk) => fitGaussian((await encodedImages(desk, 'train', count)).codes, form)

/** An honest line on how far the codes of the first `count` training images are from Gaussian. */
export const howGaussian: Question<{ readonly count: number }, string> = ({ count }, desk, work) =>
  desk.ofModel(`gaussianity ${count}`, async () =>
    gaussianitySentence(await measureGaussianity((await encodedImages(desk, 'train', count)).codes, work)),
  )

/** How the codes of the first `count` training images spread along each of some coordinates, counted from 0. */
export const codeHistograms: Question<
  { readonly count: number; readonly from: number; readonly to: number; readonly bins: number },
  readonly Histogram[]
> = async ({ count, from, to, bins }, desk) => {
  const { codes } = await encodedImages(desk, 'train', count)
  const last = Math.min(codes.dims, to)
  return Array.from({ length: Math.max(0, last - from) }, (_, k) =>
    coordinateHistogram(codes, from + k, { bins }),
  )
}
