/** Two variants of a model that are trained on the same batches: the graph as it is, and with a fix in it. */
import { create } from 'zustand'
import type { OverlapKind } from '../../../analyze/overlap.ts'
import { compile } from '../../../compile/compile.ts'
import type { Pair } from '../../../graph/shape.ts'
import type { Inference } from '../../../infer/inference.ts'
import { createLabClient, type LabClient } from '../../../training/lab/client.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useArtifacts } from '../artifactsStore.ts'
import type { Fix, Stretch } from '../fixes.ts'
import { codeSizes, type Measurable, measurable, tellingSize } from '../measured/measure.ts'
import { openArtifacts } from '../openArtifacts.ts'
import { freshSide, type Side, type SideState, startSide } from './side.ts'

/** What is compared. */
export interface Subject {
  readonly layer: string
  readonly kind: OverlapKind
  /** The layer as it is. */
  readonly now: Stretch
  readonly fix: Fix
  readonly before: Inference
}

interface CompareState {
  readonly subject: Subject | undefined
  readonly steps: number
  /** As it is, and with the fix; undefined before the first start. */
  readonly sides: readonly [SideState, SideState] | undefined
  /** Why nothing can be measured on them; their losses are compared all the same. */
  readonly whyNot: string | undefined
  /** Opens the comparison of a layer and a fix for it. */
  open(subject: Subject): void
  choose(steps: number): void
  start(): void
  pause(): void
  resume(): void
  stop(): void
  /** Goes back to the map; what still trains is ended. */
  close(): void
}

let running: readonly Side[] = []
let laboratory: LabClient | undefined

const end = (): void => {
  for (const side of running) side.dispose()
  running = []
  laboratory?.dispose()
  laboratory = undefined
}

/** Both with one code size and one period, those of the graph as it is, so that their numbers mean the same. */
function bothMeasurable(
  before: Inference,
  after: Inference,
): readonly [Measurable, Measurable] | { readonly why: string } {
  const own: Pair | undefined = tellingSize(before, codeSizes(before))
  const one = measurable(before, own)
  if ('why' in one) return one
  const two = measurable(after, own)
  return 'why' in two ? two : [one, { ...two, period: one.period }]
}

export const useCompare = create<CompareState>()((set, get) => ({
  subject: undefined,
  steps: 300,
  sides: undefined,
  whyNot: undefined,
  open: subject => {
    end()
    set({ subject, sides: undefined, whyNot: undefined })
    openArtifacts(subject.layer, 'compare')
  },
  choose: steps => set({ steps }),
  start: () => {
    const { subject, steps } = get()
    if (!subject) return
    end()
    const documents = [subject.before, subject.fix.tried] as const
    const compiled = documents.map(compile)
    const targets = bothMeasurable(...documents)
    set({ sides: [freshSide, freshSide], whyNot: 'why' in targets ? targets.why : undefined })
    const shared = createLabClient()
    laboratory = shared
    running = compiled.flatMap((each, i) => {
      if ('problems' in each) return []
      const request = {
        plan: each.plan,
        settings: subject.before.document.training,
        backend: useTraining.getState().backendChoice,
        steps,
      }
      return [
        startSide(request, 'why' in targets ? undefined : targets[i], shared, update =>
          set(({ sides }) => {
            if (!sides) return {}
            const [one, two] = sides
            return { sides: i === 0 ? [update(one), two] : [one, update(two)] }
          }),
        ),
      ]
    })
  },
  pause: () => {
    for (const side of running) side.pause()
  },
  resume: () => {
    for (const side of running) side.resume()
  },
  stop: () => {
    for (const side of running) side.stop()
  },
  close: () => {
    end()
    set({ subject: undefined, sides: undefined })
    useArtifacts.getState().set({ view: 'layer' })
  },
}))
