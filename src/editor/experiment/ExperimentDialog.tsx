import { Download, Play, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useEffect, useId, useMemo, useState } from 'react'
import { experimentFigure } from '../../formats/experiment/figure.ts'
import {
  type Experiment,
  type ExperimentRow,
  experimentCsv,
  parseDims,
  remaining,
  usualDims,
} from '../../formats/experiment/rows.ts'
import { sizeOf } from '../../graph/shape.ts'
import { savePng, saveSvg } from '../artifacts/savePicture.ts'
import { download, fileName } from '../code/download.ts'
import { inputShape } from '../data/useSource.ts'
import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { trainRefusal } from '../store/trainRefusal.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, formatLoss, formatSeconds } from '../ui/numbers.ts'
import styles from './Experiment.module.css'
import { experimentOf, useExperiment } from './experimentStore.ts'
import { sizedNetworks } from './sizedNetworks.ts'

/** One network at several code sizes, each beside PCA: what to train, how far it is, and the figure that comes of it. */
export function ExperimentDialog() {
  const close = () => useLayout.getState().set({ dialog: undefined })
  const state = useExperiment()
  const canvas = useDocument()
  const [text, setText] = useState(usualDims.join(', '))
  const most = sizeOf(inputShape(useInference()))
  const dims = parseDims(text, most)
  useEffect(() => {
    void state.turnTo(canvas)
  }, [state.turnTo, canvas])
  // While it runs, the canvas may have moved on; what is shown is the document that is trained.
  const document = state.document ?? canvas
  const experiment = useMemo(
    () => experimentOf({ document: state.document, terms: state.terms, digits: state.digits }, state.rows),
    [state.document, state.terms, state.digits, state.rows],
  )
  const shown = useMemo(
    () => experiment && { ...experiment, rows: experiment.rows.toSorted((a, b) => a.dims - b.dims) },
    [experiment],
  )
  const figure = useMemo(() => shown && experimentFigure(shown), [shown])
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>
              Code sizes <small>{document.name}</small>
            </Dialog.Title>
            {shown && <Downloads name={`${fileName(document.name)}-code-sizes`} experiment={shown} />}
            <Button size="dense" icon={<X size={14} aria-hidden />} aria-label="Close" onClick={close} />
          </header>
          <p className={styles.about}>
            The network is trained anew with a code of each size, and held against PCA with as many numbers.
            It goes on while this window is closed; finished sizes stay, also over a reload.
          </p>
          <Controls text={text} onText={setText} dims={dims} most={most} />
          {state.isLost && (
            <p className={styles.error}>
              The results cannot be kept in this browser: save the figure before you leave.
            </p>
          )}
          {shown && figure ? (
            <div className={styles.results}>
              <Table rows={shown.rows} />
              <Figure svg={figure} sizes={shown.rows.map(row => row.dims).join(', ')} />
            </div>
          ) : (
            <p className={styles.empty}>The figure begins with the first size that is finished.</p>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** The figure and its numbers as files. No menu: it would lie outside of the dialog, where nothing can be reached. */
function Downloads({ name, experiment }: { readonly name: string; readonly experiment: Experiment }) {
  const say = useEditor(state => state.say)
  const files = [
    ['SVG', 'The figure as lines and text, for papers', () => saveSvg(experimentFigure(experiment), name)],
    [
      'PNG',
      'The figure in pixels, twice its size',
      () =>
        void savePng(experimentFigure(experiment), name).catch((error: unknown) =>
          say(error instanceof Error ? error.message : String(error)),
        ),
    ],
    [
      'CSV',
      'The numbers as a table',
      () => download(`${name}.csv`, experimentCsv(experiment.rows), 'text/csv'),
    ],
  ] as const
  return files.map(([kind, hint, save]) => (
    <Button key={kind} size="dense" icon={<Download size={13} aria-hidden />} hint={hint} onClick={save}>
      {kind}
    </Button>
  ))
}

interface ControlsProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly dims: readonly number[] | undefined
  readonly most: number
}

/** What to train, and how far it is. */
function Controls({ text, onText, dims, most }: ControlsProps) {
  const { status, rows, start, cancel } = useExperiment()
  const document = useDocument()
  const inference = useInference()
  const kind = useTraining(state => state.status.kind)
  const id = useId()
  if (status.kind === 'running') {
    const { what, share, secondsLeft } = status
    return (
      <div className={styles.running} role="status">
        <div
          className={styles.bar}
          role="progressbar"
          aria-label="Code sizes"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * share)}
        >
          <span style={{ width: `${100 * share}%` }} />
        </div>
        <span className={styles.what}>
          {what}
          {secondsLeft !== undefined &&
            Number.isFinite(secondsLeft) &&
            `, ${formatSeconds(secondsLeft)} left`}
        </span>
        <Button size="dense" look="outline" onClick={cancel}>
          Cancel
        </Button>
      </div>
    )
  }
  const left = dims && remaining(dims, rows)
  const sizes = left && left.length > 0 ? sizedNetworks(document, left) : undefined
  const isTraining = kind === 'running' || kind === 'preparing' || kind === 'paused'
  const refusal = isTraining
    ? 'A run is going on: stop it first.'
    : (trainRefusal(inference) ??
      (dims
        ? left?.length === 0
          ? 'All of these sizes are finished.'
          : sizes && 'refusal' in sizes
            ? sizes.refusal
            : undefined
        : `Whole numbers from 1 to ${formatCount(most)} with commas between them, such as 2, 8, 32.`))
  const isGoingOn = dims !== undefined && left !== undefined && left.length < dims.length
  return (
    <>
      <div className={styles.controls}>
        <label htmlFor={id}>d</label>
        <input
          id={id}
          className={styles.input}
          value={text}
          aria-invalid={dims === undefined}
          onChange={event => onText(event.target.value)}
        />
        <Button
          look="primary"
          icon={<Play size={14} aria-hidden />}
          refusal={refusal}
          onClick={() => dims && void start(document, dims)}
        >
          {isGoingOn && left.length > 0 ? 'Go on with' : 'Run'} d ={' '}
          {(left?.length ? left : (dims ?? [])).join(', ')}
        </Button>
      </div>
      {refusal && <p className={styles.refusal}>{refusal}</p>}
      {status.kind === 'failed' && (
        <p className={styles.error} role="alert">
          {status.message}
        </p>
      )}
    </>
  )
}

function Table({ rows }: { readonly rows: readonly ExperimentRow[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">d</th>
          <th scope="col">parameters</th>
          <th scope="col">network MSE</th>
          <th scope="col">PCA MSE</th>
          <th scope="col">ratio</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.dims}>
            <th scope="row">{row.dims}</th>
            <td>{formatCount(row.parameters)}</td>
            <td>{formatLoss(row.testMse)}</td>
            <td>{formatLoss(row.pcaTestMse)}</td>
            <td>{(row.testMse / row.pcaTestMse).toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The figure as it will be saved, always on white. */
function Figure({ svg, sizes }: { readonly svg: string; readonly sizes: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [svg])
  return url ? (
    <img className={styles.figure} src={url} alt={`Originals, network and PCA at code sizes ${sizes}`} />
  ) : null
}
