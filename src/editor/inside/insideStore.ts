/**
 * What goes on inside the trained network, as the canvas and the inspector show it. A laboratory of its own, on the
 * processor, is handed the weights from time to time: so a run on the GPU is not disturbed, and seldom enough that one on
 * the processor hardly is.
 */
import { create } from 'zustand'
import type { Plan } from '../../compile/plan.ts'
import { type Answer, createLabClient, type LabClient } from '../../training/lab/client.ts'
import { type TrainedModel, trainedModel } from '../store/trainedModel.ts'
import { useTraining } from '../store/trainingStore.ts'
import { createRest } from './rest.ts'

export type ShownTensor = Answer<'featureMaps'>[number]
export type LayerInside = Answer<'lookInside'>

/** Feature maps in a strip. */
export const mapsInStrip = 4
/** The least time between two looks, in milliseconds, and the share of the time that looking may take. */
const [pause, share] = [1000, 1 / 50]
/** More tensors than these are not drawn: a strip beside each would cost more than it shows. */
const mostTensors = 64

interface InsideState {
  /** Whether strips are drawn beside the sizes. */
  readonly isShown: boolean
  /** The class of the test image that is looked at. */
  readonly label: number
  /** By node: its tensor for the image. Empty before the first look. */
  readonly strips: ReadonlyMap<string, ShownTensor>
  /** The network that `strips` are of. */
  readonly model: TrainedModel | undefined
  setShown(isShown: boolean): void
  setLabel(label: number): void
}

const shownKey = 'hourglass.featureMaps'

function storedShown(): boolean {
  try {
    return localStorage.getItem(shownKey) !== 'off'
  } catch {
    return true
  }
}

export const useInside = create<InsideState>()(set => ({
  isShown: storedShown(),
  label: 2,
  strips: new Map(),
  model: undefined,
  setShown: isShown => {
    set({ isShown })
    try {
      localStorage.setItem(shownKey, isShown ? 'on' : 'off')
    } catch {
      // The choice then lasts until the page is closed.
    }
  },
  setLabel: label => {
    set({ label })
    hurry()
  },
}))

/** Turns the strips on the canvas on or off. */
export const toggleFeatureMaps = (): void => {
  const { isShown, setShown } = useInside.getState()
  setShown(!isShown)
}

let client: LabClient | undefined
let held: TrainedModel | undefined

/** The laboratory with this network in it, as it is now. */
async function labWith(model: TrainedModel): Promise<LabClient> {
  client ??= createLabClient('wasm')
  if (model === held) return client
  const weights = await model.getWeights()
  client.setModel(model.plan, weights, model.document.training)
  held = model
  return client
}

/** The nodes of a plan with the tensors that they yield, inputs first. */
function tensorsOf({ inputs, nodes }: Plan): ReadonlyMap<string, string> {
  const all = [
    ...inputs.map(({ node, name }) => [node, name] as const),
    ...nodes.map(({ id, tensor }) => [id, tensor] as const),
  ]
  return new Map(all.slice(0, mostTensors))
}

let isLooking = false
let nextLook = 0
const rest = createRest()

/** Looks without waiting: what is seen is of another image or another network than what is wanted. */
function hurry(): void {
  nextLook = 0
  rest.end()
  look()
}
let wake: () => void = () => {}

const isTraining = (): boolean => useTraining.getState().status.kind === 'running'

/** Looks again where there is something newer to see, and not sooner than it may. Called whenever anything changes. */
export function look(): void {
  // What there is to see at the end of a run, or in a pause, costs nobody anything.
  if (!isTraining()) wake()
  if (isLooking) return
  isLooking = true
  void lookOnce().finally(() => {
    isLooking = false
    if (!document.hidden && wanted() !== seen) look()
  })
}

/** What was looked at last: the network's version and the image. */
let seen: unknown
const wanted = (): unknown => {
  const model = trainedModel()
  const { isShown, label } = useInside.getState()
  return model && isShown ? `${model.version} ${label} ${planNumber(model.plan)}` : seen
}

const numbers = new WeakMap<Plan, number>()
let plans = 0
function planNumber(plan: Plan): number {
  if (!numbers.has(plan)) numbers.set(plan, ++plans)
  return numbers.get(plan)!
}

async function lookOnce(): Promise<void> {
  await new Promise<void>(resolve => {
    wake = resolve
    setTimeout(resolve, isTraining() ? Math.max(0, nextLook - performance.now()) : 0)
  })
  const model = trainedModel()
  const { label, isShown } = useInside.getState()
  if (!model || !isShown || document.hidden) return
  const now = wanted()
  if (now === seen) return
  const began = performance.now()
  try {
    const tensors = tensorsOf(model.plan)
    const lab = await labWith(model)
    const found = await lab.ask('featureMaps', {
      names: [...tensors.values()],
      image: { label },
      maps: mapsInStrip,
    })
    const strips = new Map([...tensors.keys()].map((node, i) => [node, found[i]!]))
    useInside.setState({ strips, model })
  } catch {
    // A look that fails leaves the last one; the run itself says what is wrong with it.
    useInside.setState({ strips: new Map(), model })
  }
  const took = performance.now() - began
  // The first look also starts the worker and fetches the data, which is no measure of the next one.
  const rest = seen === undefined ? pause : Math.max(pause, took / share)
  seen = now
  nextLook = performance.now() + rest
}

/** Everything about one node of the trained network, now. Rejects with a sentence. */
export async function lookAtLayer(
  model: TrainedModel,
  node: string,
  tensor: string,
  maps: number,
): Promise<{ readonly maps: ShownTensor; readonly layer: LayerInside }> {
  const lab = await labWith(model)
  const { label } = useInside.getState()
  const [found] = await lab.ask('featureMaps', { names: [tensor], image: { label }, maps })
  return { maps: found!, layer: await lab.ask('lookInside', { node, tensor }) }
}

/** Starts to look whenever the network learns, the image is changed or strips are turned on. Returns what ends it. */
export function watchInside(): () => void {
  const stops = [
    useTraining.subscribe((now, before) => (now.plan === before.plan ? look() : hurry())),
    useInside.subscribe(look),
  ]
  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    for (const stop of stops) stop()
    document.removeEventListener('visibilitychange', look)
  }
}
