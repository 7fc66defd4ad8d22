import type { LayerOverlap, OverlapKind } from '../../analyze/overlap.ts'
import { reasonOf } from '../../analyze/reason.ts'
import { isRisk, noticeable } from '../../analyze/risk.ts'
import { layerMap } from '../../analyze/ways.ts'
import type { Inference } from '../../infer/inference.ts'
import { useInference } from '../store/useDocument.ts'
import { useArtifacts } from './artifactsStore.ts'
import { RiskMark } from './RiskMark.tsx'
import styles from './Verdict.module.css'
import { fateOf, formatPair, formatUnevenness, periodWords, timesWords } from './words.ts'

/** What the counts of a layer mean, and what they do not. */
export function Verdict({ layer }: { layer: LayerOverlap }) {
  const inference = useInference()
  const { report, evened } = useArtifacts(state => state.analysis)
  const isForward = layer.kind === 'forward'
  const verb = isForward ? 'painted' : 'reached by the gradient'
  if (!isRisk(layer)) {
    return (
      <div className={styles.calm}>
        <h3>Even by itself</h3>
        <p>
          {isAllEven(inference, layer.id)
            ? `Every pixel is ${verb} ${timesWords(layer.tile.values)}, those at the borders too.`
            : `All interior pixels are ${verb} ${timesWords(layer.tile.values)}; only the borders differ.`}
        </p>
        <p className={styles.hint}>An even map is no guarantee: trained weights can make a pattern on it.</p>
      </div>
    )
  }
  const by = evened.get(layer.id)
  const reason = reasonOf(inference, layer.id)
  return (
    <div className={styles.risk}>
      <RiskMark kind={layer.kind} size={16} />
      <div>
        <h3>
          {by === undefined
            ? 'Uneven by itself'
            : `Uneven by itself, evened out ${isForward ? 'behind' : 'before'} it`}
        </h3>
        <p>
          Interior pixels are {verb} {timesWords(layer.tile.values)}: (max − min) / mean ={' '}
          {formatUnevenness(layer.unevenness)}, period {formatPair(layer.period)}
          {reason && `, because ${reason}`}. {fateOf(layer, report, by)}
        </p>
        <p className={styles.riskHint}>
          This is a risk, not a fault. Trained weights can cancel a pattern, or make one on an even map.
        </p>
      </div>
    </div>
  )
}

/** True where the borders are counted like the interior. */
function isAllEven(inference: Inference, id: string): boolean {
  const lines = layerMap(inference, id, [sample, sample])?.lines
  return lines?.every(line => line.every(count => Math.abs(count - line[0]!) < 1e-9)) ?? false
}

/** A side with an interior, for kernels that anybody uses. */
const sample = 24

/** The same for a whole way. */
export function WholeVerdict({ kind }: { kind: OverlapKind }) {
  const { report } = useArtifacts(state => state.analysis)
  const whole = kind === 'forward' ? report.forward : report.gradient
  if (!whole) return null
  const verb = kind === 'forward' ? 'painted' : 'reached by the gradient'
  const uneven = report.layers.filter(layer => layer.kind === kind && isRisk(layer)).map(({ id }) => id)
  if (whole.unevenness < noticeable) {
    return (
      <div className={styles.calm}>
        <h3>Even in the interior</h3>
        <p>
          {whole.from} to {whole.to}: away from the borders every pixel is {verb} equally often
          {uneven.length > 0 &&
            `, although ${uneven.join(' and ')} ${uneven.length === 1 ? 'is' : 'are'} uneven by ${uneven.length === 1 ? 'itself' : 'themselves'}`}
          .
        </p>
        <p className={styles.hint}>An even map is no guarantee: trained weights can make a pattern on it.</p>
      </div>
    )
  }
  return (
    <div className={styles.risk}>
      <RiskMark kind={kind} size={16} />
      <div>
        <h3>{kind === 'forward' ? 'The whole decoder paints unevenly' : 'The gradient arrives unevenly'}</h3>
        <p>
          {whole.from} to {whole.to}: (max − min) / mean = {formatUnevenness(whole.unevenness)},{' '}
          {periodWords(whole)}
          {uneven.length > 0 && `, by ${uneven.join(' and ')}`}.
        </p>
        <p className={styles.riskHint}>
          This is a risk, not a fault. Trained weights can cancel a pattern, or make one on an even map.
        </p>
      </div>
    </div>
  )
}
