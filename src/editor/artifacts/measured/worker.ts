/** Transforms pictures away from the page's thread. */
import { meanSpectrum, patternEnergy } from '../../../analyze/spectrum.ts'
import type { TransformReply, TransformRequest } from './transform.ts'

interface Scope {
  onmessage: ((event: MessageEvent<TransformRequest>) => void) | null
  postMessage(reply: TransformReply): void
}

const scope = self as unknown as Scope

scope.onmessage = ({ data: { id, pictures, period } }) => {
  const spectrum = meanSpectrum(pictures, period)
  scope.postMessage({ id, spectrum, energy: patternEnergy(spectrum, period) })
}
