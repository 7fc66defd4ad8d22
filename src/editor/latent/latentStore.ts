/**
 * What the Latent panel looks at: the network as it was last brought over, and every choice made in the panel, so that
 * it is found again after a look at another tab. Session state, neither saved nor undone.
 */
import { create } from 'zustand'
import type { PathForm } from '../../training/latent/interpolate.ts'
import { readSummary } from '../runs/runStorage.ts'
import { bringModelToLab, lab } from '../store/lab.ts'
import { type TrainedModel, trainedModel } from '../store/trainedModel.ts'
import { useTraining } from '../store/trainingStore.ts'
import type { LabFacts } from './labTypes.ts'
import { modelTitle } from './modelTitle.ts'
import { imageAt } from './pixels.ts'
import { sampleSize } from './sampleSize.ts'

/** A network in the laboratory. */
export interface HeldModel {
  /** Differs for each network and for newer weights: part of the key of everything that depends on them. */
  readonly id: number
  readonly model: TrainedModel
  readonly title: string
  readonly facts: LabFacts
  /** Numbers in a code. */
  readonly dims: number
}

/** An image that a path goes through. */
export interface Corner {
  /** Unique among corners. */
  readonly id: string
  /** Channels last. */
  readonly bytes: Uint8Array
  /** "test digit no. 12, a 7"; "drawn by hand". */
  readonly title: string
}

interface LatentState {
  readonly held: HeldModel | undefined
  readonly isBringing: boolean
  readonly fault: string | undefined
  /** Images that are encoded for the Gaussian and for the plane; undefined for as many as take a few seconds. */
  readonly trainImages: number | undefined
  readonly testImages: number | undefined

  readonly corners: readonly Corner[]
  readonly form: PathForm
  readonly isClosed: boolean
  readonly alpha: number

  readonly gaussian: 'diagonal' | 'full'
  readonly temperature: number
  readonly seed: number
  readonly chosen: { readonly of: 'network' | 'PCA'; readonly index: number }

  /** Two coordinates, counted from 0; undefined for the first two principal components. */
  readonly axes: readonly [number, number] | undefined
  readonly hasPoints: boolean
  readonly hasGrid: boolean
  /** The first of the coordinates that have sliders now. */
  readonly firstCoordinate: number

  set(change: Partial<Omit<LatentState, 'set'>>): void
}

export const useLatent = create<LatentState>()(set => ({
  held: undefined,
  isBringing: false,
  fault: undefined,
  trainImages: undefined,
  testImages: undefined,
  corners: [],
  form: 'straight',
  isClosed: false,
  alpha: 0.4,
  gaussian: 'full',
  temperature: 1,
  seed: 0,
  chosen: { of: 'network', index: 0 },
  axes: undefined,
  hasPoints: true,
  hasGrid: true,
  firstCoordinate: 0,
  set: change => set(change),
}))

let lastId = 0

/** Brings the network as it is now to the laboratory and looks at it from then on. */
export async function updateModel(): Promise<void> {
  const { isBringing, set } = useLatent.getState()
  if (isBringing || !trainedModel()?.plan.code) return
  set({ isBringing: true, fault: undefined })
  try {
    const seen = useTraining.getState()
    const run = seen.runId === undefined ? undefined : await readSummary(seen.runId).catch(() => undefined)
    const title = modelTitle(seen, run?.name)
    const model = await bringModelToLab()
    const facts = await lab().ask('labFacts', null)
    await keepCorners(facts)
    const { held } = useLatent.getState()
    const dims = model.plan.code?.shape.reduce((product, side) => product * side, 1) ?? 0
    const isOther = held?.model.plan !== model.plan
    set({
      held: { id: ++lastId, model, title, facts, dims },
      ...(isOther && { axes: undefined, firstCoordinate: 0, trainImages: undefined, testImages: undefined }),
    })
  } catch (error) {
    set({ fault: error instanceof Error ? error.message : String(error) })
  } finally {
    set({ isBringing: false })
  }
}

/** Images of two classes to begin with, where there are none that fit this data. */
async function keepCorners(facts: LabFacts): Promise<void> {
  const { corners, held, set } = useLatent.getState()
  const isSame = held?.facts.dataset === facts.dataset && String(held.facts.shape) === String(facts.shape)
  if (isSame && corners.length >= 2) return
  const classes = facts.classNames.length
  const labels = classes > 1 ? [2, 7].map(label => label % classes) : [0, 0]
  const found: Corner[] = []
  for (const [i, label] of labels.entries()) {
    const one = await lab().ask('findImages', { part: 'test', label, from: 0, count: 1 })
    const any =
      one.places.length > 0 ? one : await lab().ask('findImages', { part: 'test', from: i, count: 1 })
    if (any.places.length > 0) found.push(cornerOf(any, 0, facts))
  }
  set({ corners: found, alpha: 0.4 })
}

/** A test image as the corner of a path. */
export function cornerOf(
  { places, pixels, labels }: Awaited<ReturnType<typeof findOne>>,
  index: number,
  facts: LabFacts,
): Corner {
  return {
    id: `test ${places[index]}`,
    bytes: imageAt(pixels, facts.shape, index).slice(),
    title: `test image no. ${places[index]}${ofClass(facts, labels[index]!)}`,
  }
}

/** ", class 7" of an image; nothing where the images have no labels. */
export const ofClass = ({ classNames }: Pick<LabFacts, 'classNames'>, label: number): string =>
  classNames.length === 0 ? '' : `, class ${classNames[label] ?? label}`

const findOne = () => lab().ask('findImages', { part: 'test', from: 0, count: 1 })

/** How many training and test images are encoded for this network, where nobody asked for another number. */
export const usualImages = ({ model, facts }: HeldModel): number => sampleSize(model.plan, facts.backend)
