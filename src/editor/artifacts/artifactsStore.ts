/**
 * The analysis of the document, kept up with it outside of rendering: quick ones when the page has a moment, long ones in
 * a worker. Marks, counts and the panel read the same result.
 */
import { create } from 'zustand'
import type { LayerOverlap } from '../../analyze/overlap.ts'
import { isRisk } from '../../analyze/risk.ts'
import type { Inference } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { analyze, effortOf } from './analyze.ts'
import type { Fix } from './fixes.ts'
import type { Analysis, AnalyzeReply, AnalyzeRequest } from './protocol.ts'

/** What the map shows. */
export type MapView = 'layer' | 'decoder' | 'encoder' | 'reach' | 'matrix' | 'sizes' | 'compare'

interface ArtifactsState {
  readonly analysis: Analysis
  /** The layers at risk by id; the same objects as long as nothing about them differs. */
  readonly risks: ReadonlyMap<string, LayerOverlap>
  readonly view: MapView
  /** The side that ones are placed on in the map; undefined for the model's own. */
  readonly size: number | undefined
  /** The fix that is pointed at: its map stands in the place of the layer's for that long. */
  readonly preview: Fix | undefined
  set(change: Partial<Pick<ArtifactsState, 'view' | 'size' | 'preview'>>): void
}

const nothing: Analysis = {
  report: { layers: [], forward: undefined, gradient: undefined },
  rounding: [],
  evened: new Map(),
}

export const useArtifacts = create<ArtifactsState>()(set => ({
  analysis: nothing,
  risks: new Map(),
  view: 'layer',
  size: undefined,
  preview: undefined,
  set: change => set(change),
}))

/** Additions that the page's own thread may do between two frames; about 5 ms. */
const quick = 2_000_000

/** Milliseconds after the last edit before a long analysis begins. */
const pause = 120

let worker: Worker | undefined
let latest = 0

function workOut(inference: Inference): void {
  const id = ++latest
  if (effortOf(inference) <= quick) {
    whenIdle(() => {
      if (id === latest) publish(analyze(inference))
    })
    return
  }
  setTimeout(() => {
    if (id !== latest) return
    worker ??= startWorker()
    const request: AnalyzeRequest = { id, document: inference.document }
    worker.postMessage(request)
  }, pause)
}

function startWorker(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data }: MessageEvent<AnalyzeReply>) => {
    if (data.id === latest) publish(data.analysis)
  }
  return started
}

const whenIdle = (task: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: 100 })
  else setTimeout(task, 0)
}

function publish(analysis: Analysis): void {
  const before = useArtifacts.getState().risks
  const risks = new Map(
    analysis.report.layers.filter(isRisk).map(layer => {
      const known = before.get(layer.id)
      return [layer.id, known && sameRisk(known, layer) ? known : layer]
    }),
  )
  useArtifacts.setState({ analysis, risks })
}

const sameRisk = (a: LayerOverlap, b: LayerOverlap): boolean =>
  a.kind === b.kind &&
  a.tile.values.length === b.tile.values.length &&
  a.tile.values.every((v, i) => v === b.tile.values[i])

/** Follows the document from now on. Called once, by the app. */
export function followDocument(): () => void {
  const { inference } = useEditor.getState()
  if (inference.nodes.length > 0) workOut(inference)
  return useEditor.subscribe((state, before) => {
    if (state.inference !== before.inference) workOut(state.inference)
  })
}
