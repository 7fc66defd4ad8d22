import { Pause, Play, RefreshCw, SkipBack, SkipForward } from 'lucide-react'
import type { VecOrder } from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { Button } from '../ui/Button.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { Select } from '../ui/Select.tsx'
import styles from './Matrix.module.css'
import type { MatrixSite } from './matrixSite.ts'
import { type Speed, speeds, type useSteps } from './useSteps.ts'

interface MatrixToolsProps {
  readonly site: MatrixSite
  readonly size: Pair
  readonly order: VecOrder
  readonly isScatter: boolean
  readonly onSize: (size: Pair) => void
  readonly onOrder: (order: VecOrder) => void
  readonly onScatter: (isScatter: boolean) => void
  readonly onNumbers: () => void
  readonly fileName: string
  readonly print: () => string
}

/** What is shown: on which image, in which order, W or its transposed. */
export function MatrixTools(props: MatrixToolsProps) {
  const { site, size, order, isScatter } = props
  return (
    <div className={styles.tools}>
      <span className={styles.field}>
        input
        <Select
          aria-label="Input size"
          value={size.join('×')}
          options={site.sizes.map(pair => ({ value: pair.join('×'), label: pair.join('×') }))}
          onChoose={text => {
            const chosen = site.sizes.find(pair => pair.join('×') === text)
            if (chosen) props.onSize(chosen)
          }}
        />
      </span>
      <span className={styles.field}>
        vec
        <Select
          aria-label="Order of vec"
          value={order}
          options={[
            { value: 'rows', label: 'row by row, as torch' },
            { value: 'columns', label: 'column by column' },
          ]}
          onChoose={value => props.onOrder(value as VecOrder)}
        />
      </span>
      <Segmented
        label="Matrix"
        value={isScatter ? 'transposed' : 'plain'}
        options={[
          { value: 'plain', label: 'W' },
          { value: 'transposed', label: 'Wᵀ' },
        ]}
        onChoose={value => props.onScatter(value === 'transposed')}
      />
      <Button size="dense" icon={<RefreshCw size={13} aria-hidden />} onClick={props.onNumbers}>
        Other numbers
      </Button>
      <SavePicture name={props.fileName} print={props.print} />
    </div>
  )
}

interface StepToolsProps {
  readonly steps: ReturnType<typeof useSteps>
  readonly row: number | undefined
  readonly rows: number
}

/** One output at a time: by itself, or step by step. */
export function StepTools({ steps, row, rows }: StepToolsProps) {
  return (
    <fieldset className={styles.steps}>
      <legend className="visually-hidden">One output at a time</legend>
      <Button
        look="outline"
        size="dense"
        icon={<SkipBack size={13} aria-hidden />}
        aria-label="Output before"
        onClick={() => steps.step(-1)}
      />
      <Button
        look="outline"
        size="dense"
        className={styles.play}
        icon={steps.isPlaying ? <Pause size={13} aria-hidden /> : <Play size={13} aria-hidden />}
        onClick={steps.isPlaying ? steps.pause : steps.play}
      >
        {steps.isPlaying ? 'Pause' : 'One output at a time'}
      </Button>
      <Button
        look="outline"
        size="dense"
        icon={<SkipForward size={13} aria-hidden />}
        aria-label="Next output"
        onClick={() => steps.step(1)}
      />
      <span className={styles.field}>
        <Select
          aria-label="Speed"
          value={steps.speed}
          options={speeds.map(value => ({ value, label: `${value}×` }))}
          onChoose={value => steps.setSpeed(value as Speed)}
        />
      </span>
      <span className={styles.count}>
        {row === undefined ? `${rows} outputs` : `output ${row + 1} of ${rows}`}
      </span>
    </fieldset>
  )
}
