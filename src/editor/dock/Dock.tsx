import { ChevronDown, ChevronUp, Code, Maximize2, Minimize2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { useArtifacts } from '../artifacts/artifactsStore.ts'
import { type DockTab, useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useRuns } from '../store/runsStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Boundary } from '../ui/Boundary.tsx'
import { Button } from '../ui/Button.tsx'
import styles from './Dock.module.css'
import { DockHandle } from './DockHandle.tsx'
import { RunButtons } from './train/RunButtons.tsx'

const ProblemsPanel = lazy(() => import('./ProblemsPanel.tsx').then(m => ({ default: m.ProblemsPanel })))

const TrainPanel = lazy(() => import('./train/TrainPanel.tsx').then(m => ({ default: m.TrainPanel })))

const ArtifactsPanel = lazy(() =>
  import('../artifacts/ArtifactsPanel.tsx').then(m => ({ default: m.ArtifactsPanel })),
)

const LatentPanel = lazy(() => import('../latent/LatentPanel.tsx').then(m => ({ default: m.LatentPanel })))

const ModelLine = lazy(() => import('../latent/ModelLine.tsx').then(m => ({ default: m.ModelLine })))

const tabs: readonly { readonly id: DockTab; readonly title: string; readonly key: string }[] = [
  { id: 'problems', title: 'Problems', key: '1' },
  { id: 'train', title: 'Train', key: '2' },
  { id: 'artifacts', title: 'Artifacts', key: '4' },
  { id: 'latent', title: 'Latent', key: '5' },
  { id: 'runs', title: 'Runs', key: '6' },
]

const RunsPanel = lazy(() => import('../runs/RunsPanel.tsx').then(m => ({ default: m.RunsPanel })))
const RunsBar = lazy(() => import('../runs/RunsBar.tsx').then(m => ({ default: m.RunsBar })))
const Offer = lazy(() => import('../runs/Offer.tsx').then(m => ({ default: m.Offer })))

/** The panel below the canvas: what is wrong, and how training goes. */
export function Dock() {
  const tab = useEditor(state => state.dockTab)
  const isOpen = useEditor(state => state.isDockOpen)
  const isCodeOpen = useEditor(state => state.isCodeOpen)
  const show = useEditor(state => state.show)
  const height = useLayout(state => state.dockHeight)
  const isMaximised = useLayout(state => state.isDockMaximised)
  const interrupted = useRuns(state => state.interrupted)
  const maximise = () => perform(actionOf('maximise-dock'))
  return (
    <>
      {interrupted && (
        <Suspense>
          <Offer run={interrupted} />
        </Suspense>
      )}
      {isOpen && !isMaximised && <DockHandle />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what the button at its end does. */}
      <div
        className={styles.bar}
        onDoubleClick={event => {
          if (event.target === event.currentTarget || event.target instanceof HTMLSpanElement) maximise()
        }}
      >
        <div role="tablist" aria-label="Lower panel" className={styles.tabs}>
          {tabs.map(({ id, title, key }, i) => (
            <button
              key={id}
              id={`tab-${id}`}
              type="button"
              role="tab"
              aria-selected={isOpen && tab === id}
              aria-controls={isOpen && tab === id ? `panel-${id}` : undefined}
              aria-keyshortcuts={key}
              tabIndex={tab === id ? 0 : -1}
              className={styles.tab}
              onClick={() => show({ dockTab: id, isDockOpen: true })}
              onKeyDown={event => {
                if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
                const step = event.key === 'ArrowRight' ? 1 : tabs.length - 1
                const next = tabs[(i + step) % tabs.length]!.id
                show({ dockTab: next, isDockOpen: true })
                document.getElementById(`tab-${next}`)?.focus()
              }}
            >
              {title}
              {badges[id]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className={styles.tab}
          aria-pressed={isCodeOpen}
          aria-keyshortcuts="3"
          onClick={() => show({ isCodeOpen: !isCodeOpen })}
        >
          <Code size={14} aria-hidden />
          Code
        </button>
        <span className={styles.gap} />
        {isOpen && tab === 'train' && <RunButtons />}
        {isOpen && tab === 'runs' && (
          <Suspense>
            <RunsBar />
          </Suspense>
        )}
        {isOpen && tab === 'latent' && (
          <Suspense>
            <ModelLine />
          </Suspense>
        )}
        {isOpen && (
          <Button
            size="dense"
            icon={isMaximised ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
            aria-label={isMaximised ? 'Give the canvas its place back' : 'Maximise'}
            hint={isMaximised ? 'Give the canvas its place back' : 'Maximise'}
            onClick={maximise}
          />
        )}
        <Button
          size="dense"
          icon={isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
          aria-label={isOpen ? 'Close the lower panel' : 'Open the lower panel'}
          aria-expanded={isOpen}
          hint={isOpen ? 'Close' : 'Open'}
          onClick={() => show({ isDockOpen: !isOpen })}
        />
      </div>
      {isOpen && (
        <div
          id={`panel-${tab}`}
          role="tabpanel"
          aria-labelledby={`tab-${tab}`}
          className={styles.body}
          style={isMaximised ? undefined : { height }}
        >
          {tab === 'problems' && (
            <Boundary what="The problems panel">
              <Suspense>
                <ProblemsPanel />
              </Suspense>
            </Boundary>
          )}
          {tab === 'train' && (
            <Boundary what="The training panel">
              <Suspense>
                <TrainPanel />
              </Suspense>
            </Boundary>
          )}
          {tab === 'runs' && (
            <Boundary what="The runs panel">
              <Suspense>
                <RunsPanel />
              </Suspense>
            </Boundary>
          )}
          {tab === 'artifacts' && (
            <Boundary what="The artifacts panel">
              <Suspense>
                <ArtifactsPanel />
              </Suspense>
            </Boundary>
          )}
          {tab === 'latent' && (
            <Boundary what="The latent panel">
              <Suspense>
                <LatentPanel />
              </Suspense>
            </Boundary>
          )}
        </div>
      )}
    </>
  )
}

function ProblemCount() {
  const { problems } = useInference().totals
  return (
    <span className={problems > 0 ? styles.badCount : styles.count}>
      {problems}
      <span className="visually-hidden">{problems === 1 ? ' problem' : ' problems'}</span>
    </span>
  )
}

/** How many layers are at risk; nothing where none is. */
function RiskCount() {
  const count = useArtifacts(state => state.risks.size)
  if (count === 0) return null
  return (
    <span className={styles.riskCount}>
      {count}
      <span className="visually-hidden">{count === 1 ? ' risk' : ' risks'}</span>
    </span>
  )
}

/** How many runs are kept. */
function RunsCount() {
  const count = useRuns(state => state.count)
  if (count === 0) return null
  return (
    <span className={styles.count}>
      {count}
      <span className="visually-hidden">{count === 1 ? ' run' : ' runs'}</span>
    </span>
  )
}

/** A dot while a run goes on. */
function TrainDot() {
  const kind = useTraining(state => state.status.kind)
  if (kind !== 'running' && kind !== 'preparing') return null
  return (
    <span className={styles.dot}>
      <span className="visually-hidden">running</span>
    </span>
  )
}

const badges: Readonly<Record<DockTab, ReactNode>> = {
  problems: <ProblemCount />,
  train: <TrainDot />,
  artifacts: <RiskCount />,
  runs: <RunsCount />,
  latent: null,
}
