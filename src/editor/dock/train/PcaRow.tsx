import { useEffect, useState } from 'react'
import { reconstructPca } from '../../../training/pca/project.ts'
import type { Samples } from '../../../training/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { formatSeconds } from '../../ui/numbers.ts'
import { DigitRow } from './DigitRow.tsx'
import linear from './Linear.module.css'
import { type LinearStatus, useLinear } from './linearOptimum.ts'
import styles from './Train.module.css'

interface PcaRowProps {
  readonly samples: Samples
  /** What PCA makes of them, where it is there. */
  readonly pixels: Uint8Array | undefined
  readonly scale: number
  readonly shown: number
}

/** What PCA makes of the test digits with as many numbers as the network's code; how far it is until then. */
export function PcaRow({ samples, pixels, scale, shown }: PcaRowProps) {
  const { status } = useLinear()
  if (pixels) return <DigitRow name="PCA" pixels={pixels} samples={samples} scale={scale} shown={shown} />
  return (
    // As high as the digits will be, so that nothing moves when they come.
    <div className={styles.digitRow}>
      <span>PCA</span>
      <div className={linear.work} style={{ height: (samples.shape[1] ?? 1) * scale }}>
        <Work status={status} />
      </div>
    </div>
  )
}

function Work({ status }: { readonly status: LinearStatus }) {
  const { start, cancel } = useLinear()
  switch (status.kind) {
    case 'fitting':
      return (
        <div className={linear.working}>
          <Fitting {...status} />
          <Button size="dense" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )
    case 'failed':
    case 'cancelled':
      return (
        <div className={linear.working}>
          <p title={status.kind === 'failed' ? status.message : undefined}>
            {status.kind === 'failed' ? status.message : 'Not worked out.'}
          </p>
          <Button size="dense" onClick={start}>
            Work out PCA
          </Button>
        </div>
      )
    default:
      return <div className={linear.working}>Begins with the first losses.</div>
  }
}

/** How long PCA takes at most before it has told how far it is, in seconds. */
const usualSeconds = 10

/** The time left counts down by itself: eigenvectors are found in one go, which tells nothing of itself. */
function Fitting({ done, began, at }: Extract<LinearStatus, { kind: 'fitting' }>) {
  const [now, setNow] = useState(at)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const elapsed = Math.max(0, now - began) / 1000
  const whole = done > 0.02 ? (at - began) / 1000 / done : usualSeconds
  const left = Math.max(1, whole - elapsed)
  const part = Math.max(done, Math.min(0.97, elapsed / whole))
  return (
    <>
      <div
        className={linear.bar}
        role="progressbar"
        aria-label="PCA of the training images"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * part)}
      >
        <span style={{ width: `${100 * part}%` }} />
      </div>
      <p>{formatSeconds(left)} left</p>
    </>
  )
}

/** The samples by PCA, as bytes; undefined until they are there. */
export function usePcaDigits(samples: Samples | undefined): Uint8Array | undefined {
  const { status, counterpart } = useLinear()
  const dims = counterpart?.dims
  const fit = status.kind === 'ready' ? status.fit : undefined
  const [made, setMade] = useState<{ readonly of: typeof fit; readonly pixels: Uint8Array }>()
  const { originals, count = 0 } = samples ?? {}
  useEffect(() => {
    if (!fit || dims === undefined || originals?.length !== count * fit.pca.size) return
    let isCurrent = true
    const images = { count, pixels: originals }
    void reconstructPca(fit.pca, images, Math.min(dims, fit.pca.dims)).then(values => {
      const pixels = Uint8Array.from(values, value => Math.round(255 * Math.min(1, Math.max(0, value))))
      if (isCurrent) setMade({ of: fit, pixels })
    })
    return () => {
      isCurrent = false
    }
  }, [fit, dims, originals, count])
  return made && made.of === fit ? made.pixels : undefined
}
