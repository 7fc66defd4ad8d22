import type { PixelScale } from '../../compile/plan.ts'
import type { ExpectedWeights, Weights } from '../../compile/weights.ts'
import { matchWeights, notFiniteNotes } from '../../formats/planWeights.ts'
import { readSafetensorsFile, writeSafetensors } from '../../formats/safetensors.ts'
import { scaleOf } from '../../formats/weightsMetadata.ts'

/** What is asked of the worker that reads and writes weights: one question, one answer. */
export type WeightsRequest =
  | {
      readonly type: 'read'
      readonly file: Blob
      readonly expected: ExpectedWeights
    }
  | {
      readonly type: 'write'
      readonly weights: Weights
      readonly metadata: Readonly<Record<string, string>>
    }

export type WeightsReply =
  | { readonly type: 'read'; readonly found: FoundWeights }
  | { readonly type: 'written'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** It could not be done, and why, in a sentence. */
  | { readonly type: 'failed'; readonly message: string }

/** The weights of a network in a file, or everything that keeps them from being those, with what would fit. */
export type FoundWeights =
  | {
      readonly weights: Weights
      /** How pixels were scaled in training, where the file tells it. */
      readonly scale?: PixelScale
      /** What was done to names, and which values are not finite, in sentences. */
      readonly notes: readonly string[]
    }
  | { readonly faults: readonly string[]; readonly remedy?: string }

const remedies = {
  foreign: 'Paste the text of its print(model) on the canvas: it makes a network of these names and sizes.',
  misfit:
    'They fit a network with the names and sizes of the file: change the one on the canvas, or paste the print(model) that belongs to the file.',
} as const

/** Reads the bytes of a safetensors file as the weights of a network that expects these. */
export function findWeights(bytes: Uint8Array, expected: ExpectedWeights): FoundWeights {
  let file: ReturnType<typeof readSafetensorsFile>
  try {
    file = readSafetensorsFile(bytes)
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  const { tensors, metadata } = file
  const { weights, faults, notes, isForeign } = matchWeights(expected, tensors)
  const names = Object.keys(tensors)
  if (names.length === 0) return { faults: ['There is no tensor in it.'] }
  if (expected.weights.length === 0) {
    return {
      faults: [`It holds ${listed(names)}; no layer on the canvas has weights.`],
      remedy: remedies.foreign,
    }
  }
  if (isForeign) {
    const has = listed(expected.weights.map(({ name }) => name))
    const message = `Not one of its names is one of the network on the canvas: it holds ${listed(names)}; the network has ${has}.`
    return { faults: [message], remedy: remedies.foreign }
  }
  if (faults.length > 0) return { faults, remedy: remedies.misfit }
  const scale = scaleOf(metadata)
  return { weights, notes: [...notes, ...notFiniteNotes(weights)], ...(scale && { scale }) }
}

/** The first few of many names. */
const listed = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')

/** Answers a request. */
export async function answerWeights(request: WeightsRequest): Promise<WeightsReply> {
  try {
    if (request.type === 'write') {
      return { type: 'written', bytes: writeSafetensors(request.weights, request.metadata) }
    }
    const bytes = new Uint8Array(await request.file.arrayBuffer())
    return { type: 'read', found: findWeights(bytes, request.expected) }
  } catch (error) {
    const isFull = error instanceof RangeError
    return {
      type: 'failed',
      message: isFull ? 'The memory of this page does not hold it.' : 'The file could not be read.',
    }
  }
}
