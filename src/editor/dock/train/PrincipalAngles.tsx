import { useEffect, useRef, useState } from 'react'
import { createAnglesClient, pcaSpan } from '../../../training/pca/anglesClient.ts'
import { decoderSpan } from '../../../training/pca/compare.ts'
import { SavePicture } from '../../artifacts/SavePicture.tsx'
import { useTrainedModel } from '../../store/trainedModel.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { anglesCsv, formatAngle, printAngles } from './anglesFigure.ts'
import linear from './Linear.module.css'
import { useLinear } from './linearOptimum.ts'

/** The least time between two looks at the weights, in milliseconds. */
const lookEvery = 2000
/** As many angles as can be read in a line. */
const mostListed = 8

/** How far the space that a linear decoder draws in is from that of PCA, as an angle in each direction; live. */
export function PrincipalAngles() {
  const angles = useAngles()
  const name = useTraining(state => state.trained?.name ?? '')
  return (
    <section className={linear.angles} aria-label="Principal angles">
      <p>
        <span>
          Angles to PCA’s components{' '}
          <b>{angles === undefined ? '–' : typeof angles === 'string' ? angles : listed(angles)}</b>
        </span>
        {typeof angles === 'object' && (
          <SavePicture
            isSmall
            label="Download the angles"
            name="principal-angles"
            print={() => printAngles(angles, `Principal angles, ${name}`)}
            csv={() => anglesCsv(angles)}
          />
        )}
      </p>
      <small>
        {typeof angles === 'object' && angles.length > 0 && (angles.at(-1) ?? 0) < 0.1
          ? 'Near 0° in every direction: the decoder draws in PCA’s own space, so this autoencoder has become PCA.'
          : 'All become 0° when the decoder draws in the same space as PCA, the best that any linear map can do.'}
      </small>
    </section>
  )
}

/** The angles of the network as it is now, in radians; a sentence where they cannot be found. */
function useAngles(): readonly number[] | string | undefined {
  const { status, counterpart, decoder } = useLinear()
  const model = useTrainedModel()
  const [angles, setAngles] = useState<readonly number[] | string>()
  const [client] = useState(createAnglesClient)
  const [beat, setBeat] = useState(0)
  const looked = useRef<unknown>(undefined)
  const fit = status.kind === 'ready' ? status.fit : undefined

  useEffect(() => {
    const timer = setInterval(() => setBeat(count => count + 1), lookEvery)
    return () => {
      clearInterval(timer)
      client.dispose()
    }
  }, [client])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the model has a newer version several times a second; the beat says when to look.
  useEffect(() => {
    if (!model || !fit || !counterpart || !decoder || looked.current === model) return
    looked.current = model
    // The answer may come after the next beat, which asks for nothing where the network is the same.
    const isCurrent = () => looked.current === model
    model
      .getWeights()
      .then(weights => client.between(decoderSpan(decoder, weights), pcaSpan(fit.pca, counterpart.dims)))
      .then(
        found => isCurrent() && setAngles(found),
        (error: Error) => isCurrent() && setAngles(error.message),
      )
  }, [client, beat, fit, counterpart, decoder, model === undefined])
  return angles
}

/** Angles in degrees: all of them where they are few, else the smallest, the middle one and the largest. */
function listed(angles: readonly number[]): string {
  if (angles.length <= mostListed) return angles.map(formatAngle).join('  ')
  const middle = angles[Math.floor(angles.length / 2)]!
  return `${formatAngle(angles[0]!)} to ${formatAngle(angles.at(-1)!)}, half of them below ${formatAngle(middle)}`
}
