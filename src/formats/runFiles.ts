/**
 * A training run as files: what the command line writes into a folder is what the page packs into a zip, so that either
 * takes up what the other has left.
 */
import type { PixelScale } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { defaultTraining, type TrainingSettings } from '../graph/document.ts'
import { trainingSchema } from '../graph/training.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'
import { readScale, scaleMetadata } from './weightsMetadata.ts'

/** The files of a run; `curves.csv` is there where the losses were kept. */
export const runFileNames = {
  document: 'model.json',
  weights: 'weights.safetensors',
  optimizer: 'optimizer.safetensors',
  state: 'run.json',
  curves: 'curves.csv',
} as const

/** Where a run stands, apart from its tensors. */
export interface RunState {
  readonly step: number
  readonly epoch: number
  readonly settings: TrainingSettings
  readonly trainLimit?: number
  readonly testLimit?: number
  /** The files that it was trained on in place of the images that the settings name, as they were named. */
  readonly data?: string
  readonly backend: string
  readonly stepper: string
  /** The lowest test loss so far, for early stopping. */
  readonly best?: { readonly step: number; readonly loss: number }
}

/** What a run consists of. */
export interface RunParts {
  /** The document as it is in a file. */
  readonly document: string
  readonly weights: Weights
  readonly optimizer: Readonly<Record<string, Float32Array>>
  readonly state: RunState
  /** What else `run.json` says, for those that know it. */
  readonly more?: Readonly<Record<string, unknown>>
  readonly curves?: string
  /** How pixels were scaled for the network, where they were; the weights say it, so that they can go without the run. */
  readonly scale?: PixelScale
}

/** The contents of all files by name. */
export function runFiles(run: RunParts): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  const { document, weights, optimizer, state, more, curves, scale } = run
  const text = (content: string) => new TextEncoder().encode(content)
  const tensors = Object.entries(optimizer).map(
    ([name, values]) => [name, { shape: [values.length], values }] as const,
  )
  const described = { format: 'hourglass-run', version: 1, ...state, ...more }
  return {
    [runFileNames.document]: text(document),
    [runFileNames.weights]: writeSafetensors(weights, scale && scaleMetadata(scale)),
    [runFileNames.optimizer]: writeSafetensors(Object.fromEntries(tensors)),
    [runFileNames.state]: text(`${JSON.stringify(described, null, 2)}\n`),
    ...(curves !== undefined && { [runFileNames.curves]: text(curves) }),
  }
}

/** The values of an optimizer's file. @throws Error where it is none, or of another step than the run. */
export function readOptimizer(bytes: Uint8Array, step: number): Readonly<Record<string, Float32Array>> {
  const tensors = Object.entries(readSafetensors(bytes)).map(([name, { values }]) => [name, values] as const)
  const optimizer = Object.fromEntries(tensors)
  const [taken] = optimizer.step ?? []
  if (taken !== step) throw new Error(`it is of step ${taken}, the run of step ${step}`)
  return optimizer
}

/** What `run.json` says, with everything that is in it beside. @throws Error saying what is wrong. */
export function readRunState(bytes: Uint8Array): {
  readonly state: RunState
  readonly more: Readonly<Record<string, unknown>>
} {
  const value = parse(bytes)
  const count = (name: string): number => {
    const given = value[name]
    if (Number.isSafeInteger(given) && (given as number) >= 0) return given as number
    throw new Error(`${name} must be a whole number of at least 0; got ${JSON.stringify(given)}`)
  }
  const limit = (name: 'trainLimit' | 'testLimit') =>
    value[name] === undefined ? {} : { [name]: count(name) }
  const best = value.best as RunState['best']
  const state = {
    step: count('step'),
    epoch: count('epoch'),
    settings: readSettings((value.settings ?? {}) as Record<string, unknown>),
    ...limit('trainLimit'),
    ...limit('testLimit'),
    ...(typeof value.data === 'string' && { data: value.data }),
    backend: String(value.backend),
    stepper: String(value.stepper),
    ...(typeof best?.step === 'number' && typeof best.loss === 'number' && { best }),
  }
  return { state, more: value }
}

/** The standardisation that `run.json` tells; undefined where it tells none, or is no state of a run. */
export function scaleOfRun(bytes: Uint8Array): PixelScale | undefined {
  try {
    const { facts } = parse(bytes)
    return readScale((facts as { readonly scale?: unknown } | undefined)?.scale)
  } catch {
    return undefined
  }
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new Error('this is not JSON')
  }
  const isObject = typeof value === 'object' && value !== null
  const found = (isObject ? value : {}) as Readonly<Record<string, unknown>>
  if (found.format !== 'hourglass-run' || found.version !== 1) {
    throw new Error('this is not the state of a run of version 1')
  }
  return found
}

function readSettings(given: Readonly<Record<string, unknown>>): TrainingSettings {
  const named = Object.entries(trainingSchema).filter(
    ([name]) => name in defaultTraining || given[name] !== undefined,
  )
  const settings = named.map(([name, param]) => {
    const parsed = param.parse(given[name])
    if ('value' in parsed) return [name, parsed.value]
    throw new Error(`settings.${name}: expected ${parsed.expected}; got ${JSON.stringify(given[name])}`)
  })
  return Object.fromEntries(settings) as TrainingSettings
}
