import { lazy, Suspense } from 'react'
import { isRisk } from '../../analyze/risk.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import { MatrixView } from '../matrix/MatrixView.tsx'
import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useInference } from '../store/useDocument.ts'
import { plural } from '../ui/numbers.ts'
import styles from './Artifacts.module.css'
import { type MapView, useArtifacts } from './artifactsStore.ts'
import { currentLayer, hasMap } from './currentLayer.ts'
import { FixList } from './FixList.tsx'
import { LayerMap } from './LayerMap.tsx'
import { MeasuredBlock } from './measured/MeasuredBlock.tsx'
import { Navigator } from './Navigator.tsx'
import { ReachView } from './ReachView.tsx'
import { RoundingList } from './RoundingList.tsx'
import { SizeGap } from './SizeGap.tsx'
import { SizesView } from './SizesView.tsx'
import { useRoom } from './useRoom.ts'
import { Verdict, WholeVerdict } from './Verdict.tsx'
import { WholeMap } from './WholeMap.tsx'
import { whyNoSize, windowWords } from './words.ts'

const views: readonly { readonly id: MapView; readonly title: string }[] = [
  { id: 'layer', title: 'This layer' },
  { id: 'decoder', title: 'Whole decoder' },
  { id: 'encoder', title: 'Encoder gradient' },
  { id: 'reach', title: 'Receptive field' },
  { id: 'matrix', title: 'Matrix' },
  { id: 'sizes', title: 'Sizes' },
]

const CompareView = lazy(() => import('./compare/CompareView.tsx').then(m => ({ default: m.CompareView })))

/** Where strides paint unevenly and round sizes away, seen before anything is trained; or two variants compared. */
export function ArtifactsPanel() {
  const isComparing = useArtifacts(state => state.view === 'compare')
  if (!isComparing) return <MapsPanel />
  return (
    <Suspense fallback={<p className={styles.empty}>Opening the comparison</p>}>
      <CompareView />
    </Suspense>
  )
}

function MapsPanel() {
  const inference = useInference()
  const selection = useEditor(state => state.selection)
  const isMaximised = useLayout(state => state.isDockMaximised)
  const analysis = useArtifacts(state => state.analysis)
  const risks = useArtifacts(state => state.risks)
  const view = useArtifacts(state => state.view)
  const [main, room] = useRoom<HTMLDivElement>()
  const id = currentLayer(inference, selection, risks, view)
  if (id === undefined) {
    return (
      <p className={styles.empty}>The page is empty. Where layers have a stride, their maps appear here.</p>
    )
  }
  const whole = view === 'decoder' ? 'forward' : view === 'encoder' ? 'gradient' : undefined
  const layer = analysis.report.layers.find(each => each.id === id)
  const mapRoom = [
    isMaximised ? Math.min(480, Math.max(240, room[0] - 300)) : 230,
    Math.min(room[1] - 40, 640),
  ] as const
  return (
    <div className={isMaximised ? styles.panelLarge : styles.panel}>
      {isMaximised && <Navigator current={whole ? undefined : id} />}
      <div ref={main} className={styles.main}>
        <Head id={id} />
        {whole &&
          (inference.totals.problems > 0 && !analysis.report[whole] ? (
            <p className={styles.empty}>
              The graph has {plural(inference.totals.problems, 'problem')}; once its sizes fit, the map
              appears here.
            </p>
          ) : (
            <WholeMap kind={whole} room={mapRoom} />
          ))}
        {view === 'sizes' && <SizesView id={id} />}
        {view === 'matrix' && <MatrixView id={id} room={room[1] - 48} />}
        {view === 'reach' && <ReachView id={id} />}
        {view === 'layer' &&
          (hasMap(inference, id) ? (
            <LayerMap id={id} room={mapRoom} />
          ) : (
            <p className={styles.empty}>{whyNoMap(inference, id, selection.length > 0)}</p>
          ))}
      </div>
      <div className={styles.side}>
        {view === 'layer' && layer && <Verdict layer={layer} />}
        {whole && <WholeVerdict kind={whole} />}
        {view === 'layer' && layer && isRisk(layer) && <FixList layer={layer} />}
        {(view === 'layer' || view === 'decoder') && <MeasuredBlock />}
        <SizeGap />
        <RoundingList />
      </div>
    </div>
  )
}

function whyNoMap(inference: Inference, id: string, isChosen: boolean): string {
  const unsized = whyNoSize(inference, id)
  if (unsized) return `${unsized} Then its map appears here.`
  return isChosen
    ? `${id} has no stride above 1, so it touches all pixels alike but those at the borders.`
    : 'No strided layer in this model. The other views work all the same.'
}

function Head({ id }: { id: string }) {
  const inference = useInference()
  const view = useArtifacts(state => state.view)
  const set = useArtifacts(state => state.set)
  const node = inferenceOf(inference, id)
  const isOfLayer = view === 'layer' || view === 'matrix' || view === 'reach'
  const { kernel, stride } = windowWords(node?.params ?? {})
  const words = [kernel && `kernel ${kernel}`, stride && `stride ${stride}`].filter(Boolean)
  return (
    <div className={styles.head}>
      <h2>
        {isOfLayer ? id : views.find(each => each.id === view)?.title}
        {isOfLayer && <small className={styles.aside}>{[node?.definition.title, ...words].join(', ')}</small>}
      </h2>
      <fieldset className={styles.views}>
        <legend className="visually-hidden">What the map shows</legend>
        {views.map(each => (
          <button
            key={each.id}
            type="button"
            aria-pressed={view === each.id}
            onClick={() => set({ view: each.id, size: undefined })}
          >
            {each.title}
          </button>
        ))}
      </fieldset>
    </div>
  )
}
